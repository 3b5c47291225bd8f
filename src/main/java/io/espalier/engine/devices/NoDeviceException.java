package io.espalier.engine.devices;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A task cannot compute where it was asked to. The message is one line for a person. */
public final class NoDeviceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final Pattern IN_SPARKS_WORDS =
      Pattern.compile(Pattern.quote(NoDeviceException.class.getName()) + ": ([^\\n]*)");

  NoDeviceException(String message) {
    super(message);
  }

  /** The message, if a task's failure was of this kind; Spark hands on its text only. */
  public static Optional<String> message(Throwable failure) {
    Matcher matcher = IN_SPARKS_WORDS.matcher(String.valueOf(failure.getMessage()));
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
