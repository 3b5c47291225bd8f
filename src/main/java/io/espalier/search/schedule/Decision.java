package io.espalier.search.schedule;

import io.espalier.wire.Configuration;

/** What to do next, and why. */
public sealed interface Decision {
  /** Why, one line. */
  String reason();

  /**
   * Train a trial from the beginning.
   *
   * @param trial its number: the history's next one, or that of an interrupted trial
   * @param seed the source of its weights and dropout
   * @param toEpoch train until it has so many epochs; where its training has more, it pauses there
   */
  record Start(int trial, Configuration configuration, long seed, int toEpoch, String reason)
      implements Decision {}

  /**
   * Go on with a paused trial, or one that was interrupted after it had paused.
   *
   * @param toEpoch train until it has so many epochs; where its training has more, it pauses there
   */
  record Resume(int trial, int toEpoch, String reason) implements Decision {}

  /** A paused trial goes no further; its last measurement counts. */
  record Stop(int trial, String reason) implements Decision {}

  /** Record a trial as INVALID; it is not trained. */
  record Reject(int trial, Configuration configuration, String reason) implements Decision {}

  /** Do nothing until a running trial comes back. */
  record Wait(String reason) implements Decision {}

  /**
   * The search is over; no trial is running or paused.
   *
   * @param early whether a rule ended it before its budget was spent
   */
  record Finish(String reason, boolean early) implements Decision {
    /** The end of the budget, or of what there is to propose. */
    public Finish(String reason) {
      this(reason, false);
    }
  }
}
