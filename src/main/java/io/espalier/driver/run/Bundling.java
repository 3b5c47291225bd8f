package io.espalier.driver.run;

/**
 * How many trials go into one assignment, and how many are decided before a slot is free for them,
 * by how long the last {@value #REMEMBERED} trials took. A pure calculation.
 *
 * <p>Handing an assignment to Spark costs milliseconds, so trials that are shorter than a second
 * travel together, about {@value #BUNDLE_SECONDS} seconds of work at a time; towards the end of the
 * search bundles shrink, so that no slot is idle while another has trials to begin.
 *
 * <p>A scheduler is therefore asked for more trials than there are slots. That is free for a grid,
 * whose next row does not depend on what came of the others. One that learns from outcomes would
 * decide up to a bundle per slot, and what slots take in a second, without knowing their outcomes;
 * it has to answer {@code Wait} where that matters.
 */
final class Bundling {
  /** Aimed at: with so much work, a few milliseconds per bundle are lost in the noise. */
  static final double BUNDLE_SECONDS = 0.75;

  /**
   * Trials that were not begun after so long are handed back: a bundle that is slower than those
   * before it takes at most this and its last trial.
   */
  static final long HAND_BACK_MILLIS = 1_000;

  /** More would make the driver decide for longer than a slot may be idle. */
  static final int LARGEST = 256;

  /** What slots take in so many seconds is decided ahead, so that none waits for the journal. */
  private static final double AHEAD_SECONDS = 1;

  private static final int REMEMBERED = 64;

  private final double[] seconds = new double[REMEMBERED];
  private long finished;
  private double sum;

  /** A trial took so many seconds on its slot. */
  void finished(double trialSeconds) {
    int at = (int) (finished % REMEMBERED);
    sum += trialSeconds - seconds[at];
    seconds[at] = trialSeconds;
    finished++;
  }

  /**
   * Trials for the next assignment, at least 1, which is also the answer while nothing is known.
   *
   * @param remaining trials that no slot has been given yet
   */
  int size(long remaining, int slots) {
    long fitting = finished == 0 ? 1 : (long) (BUNDLE_SECONDS / mean());
    return alike((int) Math.min(LARGEST, fitting), remaining, slots);
  }

  /**
   * Trials for the next assignment if they train side by side, which is worth it however long they
   * take; at least 1, and never more than leaves every slot busy.
   *
   * @param most that train side by side
   */
  int alike(int most, long remaining, int slots) {
    long share = (remaining + 2L * slots - 1) / (2L * slots);
    return (int) Math.max(1, Math.min(share, most));
  }

  /** Whether trials are so short that several travel together, and are recorded together. */
  boolean together() {
    return finished > 0 && BUNDLE_SECONDS / mean() >= 2;
  }

  /**
   * Trials to be decided beyond those that free slots take now: one for each slot while nothing is
   * known, so that the first of short trials leave no slot idle.
   */
  int ahead(int slots) {
    return finished == 0
        ? slots
        : Math.min(slots * LARGEST, (int) Math.min(1e9, AHEAD_SECONDS / mean() * slots));
  }

  /** Mean seconds of the last trials; never 0, nor below it by rounding. */
  private double mean() {
    return Math.max(1e-6, sum / Math.min(finished, REMEMBERED));
  }
}
