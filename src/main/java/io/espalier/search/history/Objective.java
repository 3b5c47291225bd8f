package io.espalier.search.history;

import io.espalier.wire.Measurement;
import java.util.List;
import java.util.Optional;

/**
 * What the search looks for.
 *
 * @param metric column name of the metric, {@code validation_loss}
 * @param at whether the value after the last trained epoch counts or the best of all epochs
 */
public record Objective(String metric, Goal goal, At at) {
  /** The direction that is better. */
  public enum Goal {
    MINIMIZE,
    MAXIMIZE
  }

  /** Which epoch's value counts. */
  public enum At {
    LAST,
    BEST
  }

  /** Whether {@code candidate} is strictly better than {@code incumbent}. */
  public boolean better(double candidate, double incumbent) {
    return goal == Goal.MINIMIZE ? candidate < incumbent : candidate > incumbent;
  }

  /** Orders values, the better one first; NaN is after all others. */
  public int compare(double a, double b) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return Boolean.compare(Double.isNaN(a), Double.isNaN(b));
    }
    return better(a, b) ? -1 : better(b, a) ? 1 : 0;
  }

  /** The value of a trial with these measurements; NaN where the metric was never measured. */
  public double of(List<Measurement> measurements) {
    return counting(measurements).map(one -> one.metric(metric)).orElse(Double.NaN);
  }

  /**
   * The sample standard deviation of {@link #of} over the folds of a cross-validation; NaN without
   * folds.
   */
  public double spread(List<Measurement> measurements) {
    return counting(measurements)
        .map(one -> one.spreads().getOrDefault(metric, Double.NaN))
        .orElse(Double.NaN);
  }

  /** The epoch whose value counts. */
  private Optional<Measurement> counting(List<Measurement> measurements) {
    Optional<Measurement> counting = Optional.empty();
    for (Measurement measurement : measurements) {
      double incumbent = counting.map(one -> one.metric(metric)).orElse(Double.NaN);
      if (at == At.LAST
          || Double.isNaN(incumbent)
          || better(measurement.metric(metric), incumbent)) {
        counting = Optional.of(measurement);
      }
    }
    return counting;
  }
}
