package io.espalier.search.history;

/**
 * How long a search has gone on: in each process from its first event to its last. What comes after
 * the search, and what trained when a process was killed, is no part of it.
 */
public final class SearchTime {
  private static final long NONE = Long.MIN_VALUE;

  private long millis;
  private long last = NONE;
  private double minutesSpent;

  SearchTime() {}

  /** Another process goes on with the run. */
  void interrupted() {
    last = NONE;
  }

  /** Something happened to a trial. */
  void happened(Event.OfTrial event) {
    if (event instanceof Event.TrialConfirmed || event instanceof Event.TrialReopened) {
      return;
    }
    millis += last == NONE ? 0 : Math.max(0, event.atMillis() - last);
    last = event.atMillis();
  }

  /** A limit was reached. */
  void spent(Event.TimeSpent event) {
    minutesSpent = Math.max(minutesSpent, event.minutes());
  }

  /** By the clocks of the processes. */
  public long millis() {
    return millis;
  }

  /** The most minutes that were allowed and have passed; 0 while there are none. */
  public double minutesSpent() {
    return minutesSpent;
  }
}
