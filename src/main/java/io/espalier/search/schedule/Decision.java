package io.espalier.search.schedule;

import io.espalier.wire.Configuration;

/** What to do next, and why. */
public sealed interface Decision {
  /** Why, one line. */
  String reason();

  /**
   * Train a trial.
   *
   * @param trial its number: the history's next one, or that of an interrupted trial
   * @param seed the source of its weights and dropout
   * @param epochs train until it has so many
   */
  record Train(int trial, Configuration configuration, long seed, int epochs, String reason)
      implements Decision {}

  /** Record a trial as INVALID; it is not trained. */
  record Reject(int trial, Configuration configuration, String reason) implements Decision {}

  /** Do nothing until a running trial finishes. */
  record Wait(String reason) implements Decision {}

  /** The search is over; no trial is running. */
  record Finish(String reason) implements Decision {}
}
