package io.espalier.search.history;

import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/**
 * Where a figure may lie that was measured with chance, at a confidence of 95 %.
 *
 * @param from what it follows, for a person: {@code 48 validation examples}
 */
public record Interval(double low, double high, String from) {
  private static final double CONFIDENCE = 0.95;

  /** Half of its width. */
  public double halfWidth() {
    return (high - low) / 2;
  }

  /**
   * Of a share of examples (Wilson, J. Am. Stat. Assoc. 22, 1927).
   *
   * @param share 0 to 1
   * @param examples at least 1
   * @param what the examples are, for a person
   */
  public static Interval ofShare(double share, int examples, String what) {
    int hits = (int) Math.round(share * examples);
    ConfidenceInterval found = new WilsonScoreInterval().createInterval(examples, hits, CONFIDENCE);
    return new Interval(
        Math.max(0, found.getLowerBound()),
        Math.min(1, found.getUpperBound()),
        examples + " " + what);
  }

  /**
   * Of a mean of independent trainings: the mean ± t·s/√n with Student's t of n − 1 degrees of
   * freedom. Trainings on folds share examples, so theirs is somewhat too narrow.
   *
   * @param spread their sample standard deviation s
   * @param count n; of fewer than 2 there is none
   * @param over what the mean is over, for a person
   */
  static Optional<Interval> ofMean(double mean, double spread, int count, String over) {
    if (count < 2 || Double.isNaN(spread)) {
      return Optional.empty();
    }
    double quantile =
        new TDistribution(count - 1).inverseCumulativeProbability(0.5 + CONFIDENCE / 2);
    double half = quantile * spread / Math.sqrt(count);
    return Optional.of(new Interval(mean - half, mean + half, over));
  }
}
