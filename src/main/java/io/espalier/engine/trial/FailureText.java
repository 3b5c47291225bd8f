package io.espalier.engine.trial;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Says what went wrong. */
public final class FailureText {
  private FailureText() {}

  /** The failure's first line; its kind is named where the message alone says too little. */
  public static String line(Throwable failure) {
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

  private static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null
        ? "no message"
        : message.lines().findFirst().orElse("no message").strip();
  }
}
