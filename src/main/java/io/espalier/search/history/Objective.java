package io.espalier.search.history;

import io.espalier.wire.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What the search looks for.
 *
 * @param metric column name of a metric, {@code validation_loss}; or a {@link Formula} over metrics
 *     and {@link #COSTS}, {@code validation_loss + 1e-7 * parameters}
 * @param at whether the value after the last trained epoch counts or the best of all epochs
 */
public record Objective(String metric, Goal goal, At at) {
  /** What may be named beside metrics: numbers of the network, epochs trained, seconds spent. */
  public static final List<String> COSTS =
      List.of(MeasuredEpoch.PARAMETERS, MeasuredEpoch.EPOCHS, MeasuredEpoch.SECONDS);

  /** The one of them that is another one each time. */
  public static final String CLOCK = MeasuredEpoch.SECONDS;

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

  /**
   * What it is computed from.
   *
   * @throws IllegalArgumentException if the metric is no expression
   */
  public SortedSet<String> names() {
    return Formula.of(metric).names();
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

  /**
   * The value of a trial with these measurements; NaN where something of it was never measured.
   *
   * @param parameters trainable numbers of the network
   */
  public double of(List<Measurement> measurements, long parameters) {
    return counting(measurements, parameters).map(this::value).orElse(Double.NaN);
  }

  /**
   * The sample standard deviation of {@link #of} over the folds and repeats of a trial; NaN where
   * it has none.
   */
  public double spread(List<Measurement> measurements, long parameters) {
    return counting(measurements, parameters)
        .map(one -> one.measurement().spreads().getOrDefault(metric, Double.NaN))
        .orElse(Double.NaN);
  }

  /**
   * The value after one epoch, whichever counts.
   *
   * @param index of the measurement, from 0
   */
  public double after(int index, List<Measurement> measurements, long parameters) {
    return value(MeasuredEpoch.of(measurements, parameters).get(index));
  }

  /** What {@link #of} gave after each of the epochs. */
  public List<Double> course(List<Measurement> measurements, long parameters) {
    List<Double> values = new ArrayList<>();
    double counts = Double.NaN;
    for (MeasuredEpoch reading : MeasuredEpoch.of(measurements, parameters)) {
      double value = value(reading);
      if (at == At.LAST || Double.isNaN(counts) || better(value, counts)) {
        counts = value;
      }
      values.add(counts);
    }
    return values;
  }

  /** The epoch whose value counts. */
  Optional<MeasuredEpoch> counting(List<Measurement> measurements, long parameters) {
    List<MeasuredEpoch> all = MeasuredEpoch.of(measurements, parameters);
    if (at == At.LAST && !all.isEmpty()) {
      return Optional.of(all.get(all.size() - 1));
    }
    Optional<MeasuredEpoch> counting = Optional.empty();
    double incumbent = Double.NaN;
    for (MeasuredEpoch reading : all) {
      double value = value(reading);
      if (Double.isNaN(incumbent) || better(value, incumbent)) {
        counting = Optional.of(reading);
        incumbent = value;
      }
    }
    return counting;
  }

  private double value(MeasuredEpoch reading) {
    return reading.measurement().metrics().containsKey(metric)
        ? reading.measurement().metric(metric)
        : Formula.of(metric).value(reading::number);
  }
}
