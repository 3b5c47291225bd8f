package io.espalier.engine.trial;

/**
 * Training met trouble that is not the model's: files, memory, libraries or the device of this
 * host. The message is one line for a person.
 */
public final class EnvironmentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EnvironmentException(Throwable cause) {
    super(line(cause), cause);
  }

  /** The innermost cause in one line: what is around it says where, not what. */
  public static String line(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return FailureText.asItIs(innermost);
  }

  /**
   * Whether a failure is the environment's, by its type alone: an I/O error, a library that cannot
   * be loaded, or native memory that the host has not although this process is far from its own
   * limit.
   */
  public static boolean caused(Throwable failure) {
    for (Throwable one = failure; one != null; one = one.getCause()) {
      if (one instanceof java.io.IOException
          || one instanceof java.io.UncheckedIOException
          || one instanceof LinkageError
          || (one instanceof OutOfMemoryError && HostMemory.exhausted(one))) {
        return true;
      }
    }
    return false;
  }
}
