package io.espalier.data;

/**
 * Data that cannot be used; the message is one line that names the place, what was found and what
 * was expected.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DataException(String message) {
    super(message);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
