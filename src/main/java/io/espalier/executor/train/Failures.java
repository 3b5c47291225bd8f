package io.espalier.executor.train;

/** Says in one line what went wrong. */
final class Failures {
  private Failures() {}

  /** The failure's first line; its kind is named where the message alone says too little. */
  static String line(Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      return "out of memory: " + firstLine(failure);
    }
    return failure instanceof IllegalArgumentException
        ? firstLine(failure)
        : failure.getClass().getSimpleName() + ": " + firstLine(failure);
  }

  private static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null
        ? "no message"
        : message.lines().findFirst().orElse("no message").strip();
  }
}
