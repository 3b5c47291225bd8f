package io.espalier.data;

/**
 * Data that cannot be used; the message is one line that names the place, what was found and what
 * was expected.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message line breaks in it, as names in a file may have, become blanks
   */
  public DataException(String message) {
    super(oneLine(message));
  }

  /**
   * @param message as above
   */
  public DataException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\R", " ");
  }
}
