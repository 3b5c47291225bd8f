package io.espalier.driver.journal;

/**
 * A write failed such that nobody knows whether it reached the disk, or whether the run is still
 * this process's own. Nothing more is written; opening the run again shows what is there.
 */
public final class UnknownRecordException extends JournalException {
  private static final long serialVersionUID = 1L;

  public UnknownRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
