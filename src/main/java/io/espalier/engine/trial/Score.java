package io.espalier.engine.trial;

import io.espalier.data.Targets;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Metric;
import io.espalier.wire.Part;
import java.util.List;
import java.util.SortedMap;

/** Gathers examples into an evaluation. */
sealed interface Score permits ClassScore, NumberScore {
  /**
   * Adds an example.
   *
   * @param outputs values before the activation; the example's start at {@code at}
   * @param row the example's index in the targets
   */
  void add(double loss, double[] outputs, int at, int row);

  /** Adds what another score of the same targets has gathered. */
  void add(Tally tally);

  /** What has been gathered, to be added to another score. */
  Tally tally();

  /**
   * An empty score.
   *
   * @param rows the part's examples
   * @param metrics that its evaluation has
   * @throws IllegalArgumentException if there are no examples
   */
  static Score of(
      Part part, int[] rows, Targets targets, Criterion criterion, List<Metric> metrics) {
    if (rows.length == 0) {
      throw new IllegalArgumentException("there is no " + part + " part to measure");
    }
    return of(rows, targets, criterion, metrics);
  }

  /** An empty score of a piece of a part. */
  static Score of(int[] rows, Targets targets, Criterion criterion, List<Metric> metrics) {
    return targets instanceof Targets.Classes classes
        ? new ClassScore(classes, rows, criterion, metrics)
        : new NumberScore((Targets.Numbers) targets, rows, metrics);
  }

  /** Notes a value; an undefined one is left out, but a loss that is NaN is none of them. */
  static void put(SortedMap<String, Double> values, Metric metric, double value) {
    if (metric.always() || !Double.isNaN(value)) {
      values.put(metric.column(), value);
    }
  }

  /** What has been gathered. */
  Evaluation evaluation(Part part);
}
