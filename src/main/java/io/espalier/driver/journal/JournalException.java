package io.espalier.driver.journal;

/**
 * A journal or run folder that cannot be read or written; the message is one line that names the
 * file and what is wrong with it. Its kinds say what a caller may do: {@link RunOwnedException} is
 * another's run, {@link DamagedJournalException} a record that is not as it was written, {@link
 * UnwritableException} a place that takes nothing, {@link UnknownRecordException} a write of which
 * nobody knows whether it has happened.
 */
public sealed class JournalException extends RuntimeException
    permits RunOwnedException,
        DamagedJournalException,
        UnwritableException,
        UnknownRecordException {
  private static final long serialVersionUID = 1L;

  public JournalException(String message) {
    super(message);
  }

  public JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
