package io.espalier.driver.journal;

/**
 * Somebody else owns this run, or has taken it over; the record is sound and this process has
 * changed nothing since. The message says who, since when, and what to do.
 */
public final class RunOwnedException extends JournalException {
  private static final long serialVersionUID = 1L;

  public RunOwnedException(String message) {
    super(message);
  }

  public RunOwnedException(String message, Throwable cause) {
    super(message, cause);
  }
}
