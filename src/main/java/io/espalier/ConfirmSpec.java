package io.espalier;

/**
 * Which trials are trained again, with other seeds, once the search is over; the best is then the
 * one with the best mean of all its measurements.
 *
 * @param trials so many of the best; 0 for none
 * @param seeds trainings of each, at least 1
 */
public record ConfirmSpec(int trials, int seeds) {
  /** Trainings of each trial, where nothing else is said. */
  public static final int SEEDS = 3;

  /** The search has the last word. */
  public static final ConfirmSpec NONE = new ConfirmSpec(0, SEEDS);

  public ConfirmSpec {
    if (trials < 0) {
      throw new IllegalArgumentException("trials to confirm must be at least 0, not " + trials);
    }
    if (seeds < 1) {
      throw new IllegalArgumentException("seeds to confirm must be at least 1, not " + seeds);
    }
  }
}
