package io.espalier.driver.journal;

/**
 * A journal or run folder that cannot be read or written; the message is one line that names the
 * file and what is wrong with it.
 */
public final class JournalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JournalException(String message) {
    super(message);
  }

  public JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
