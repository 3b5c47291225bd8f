package io.espalier.engine.trial;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;

/** Says what went wrong. */
public final class FailureText {
  /** {@code Object@1b6d3586} and {@code 0x00007f3c}. */
  private static final Pattern IDENTITY =
      Pattern.compile("@[0-9a-f]{4,16}\\b|\\b0x[0-9a-f]{4,16}\\b");

  /** Below the folder for temporary files, and names that are made up by chance. */
  private static final Pattern TEMPORARY =
      Pattern.compile(Pattern.quote(System.getProperty("java.io.tmpdir", "/tmp")) + "/\\S+");

  private FailureText() {}

  /** The failure's first line; its kind is named where the message alone says too little. */
  public static String line(Throwable failure) {
    return alike(asItIs(failure));
  }

  /** The same with all that differs from machine to machine, for whoever has to look there. */
  static String asItIs(Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      return "out of memory: " + firstLine(failure);
    }
    return failure instanceof IllegalArgumentException || failure instanceof WorkerFailedException
        ? firstLine(failure)
        : failure.getClass().getSimpleName() + ": " + firstLine(failure);
  }

  /** Its stack trace as text. */
  public static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null
        ? "no message"
        : message.lines().findFirst().orElse("no message").strip();
  }

  /**
   * A message without what differs from machine to machine and run to run: identities of objects,
   * addresses, temporary files, threads. The same failure reads the same anywhere.
   */
  static String alike(String message) {
    return TEMPORARY
        .matcher(IDENTITY.matcher(message).replaceAll("@…"))
        .replaceAll("a temporary file");
  }
}
