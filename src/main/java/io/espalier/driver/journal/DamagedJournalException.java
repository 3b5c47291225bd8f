package io.espalier.driver.journal;

/** A journal that is not as it was written; the message names the file. */
public final class DamagedJournalException extends JournalException {
  private static final long serialVersionUID = 1L;

  public DamagedJournalException(String message) {
    super(message);
  }

  public DamagedJournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
