package io.espalier.driver.tables;

/** Tables that cannot be written or found; the message is one line that names the folder. */
public final class TableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TableException(String message) {
    super(message);
  }

  public TableException(String message, Throwable cause) {
    super(message, cause);
  }
}
