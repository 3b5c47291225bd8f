package io.espalier.engine.trial;

import io.espalier.data.Targets;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Measures;
import io.espalier.wire.Metric;
import io.espalier.wire.Part;
import java.util.SortedMap;

/** Gathers examples into an evaluation. */
sealed interface Score permits ClassScore, NumberScore, OwnScore {
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
   * @param measures that its evaluation has
   * @throws IllegalArgumentException if there are no examples
   */
  static Score of(Part part, int[] rows, Targets targets, Criterion criterion, Measures measures) {
    if (rows.length == 0) {
      throw new IllegalArgumentException("there is no " + part + " part to measure");
    }
    return of(rows, targets, criterion, measures);
  }

  /** An empty score of a piece of a part. */
  static Score of(int[] rows, Targets targets, Criterion criterion, Measures measures) {
    Score plain =
        targets instanceof Targets.Classes classes
            ? new ClassScore(classes, rows, criterion, measures.metrics())
            : new NumberScore((Targets.Numbers) targets, rows, measures.metrics());
    return measures.own().isEmpty()
        ? plain
        : new OwnScore(plain, measures.own(), targets, criterion, rows.length);
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
