package io.espalier.search.history;

import io.espalier.wire.Measurement;
import java.util.List;

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

  /** The value of a trial with these measurements; NaN where the metric was never measured. */
  public double of(List<Measurement> measurements) {
    if (at == At.LAST) {
      return measurements.isEmpty()
          ? Double.NaN
          : measurements.get(measurements.size() - 1).metric(metric);
    }
    double best = Double.NaN;
    for (Measurement measurement : measurements) {
      double value = measurement.metric(metric);
      if (Double.isNaN(best) || better(value, best)) {
        best = value;
      }
    }
    return best;
  }
}
