package io.espalier.wire;

import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;

/**
 * One epoch's metrics.
 *
 * @param epoch epochs trained so far, from 1
 * @param metrics by column name: {@code train_loss}, {@code validation_accuracy}, …; losses are
 *     means per example without penalties
 * @param spreads sample standard deviation over the folds of a cross-validation, by the same names;
 *     empty without folds
 * @param learningRate the epoch's learning rate; NaN where nothing is learnt
 */
public record Measurement(
    int epoch,
    SortedMap<String, Double> metrics,
    SortedMap<String, Double> spreads,
    double learningRate,
    double trainSeconds,
    double evaluateSeconds)
    implements Serializable {
  public Measurement {
    metrics = NamedNumbers.copyOf(metrics);
    spreads = NamedNumbers.copyOf(spreads);
    Check.positive("epoch", epoch);
  }

  /** One training's epoch, without folds. */
  public Measurement(
      int epoch,
      SortedMap<String, Double> metrics,
      double learningRate,
      double trainSeconds,
      double evaluateSeconds) {
    this(epoch, metrics, Collections.emptySortedMap(), learningRate, trainSeconds, evaluateSeconds);
  }

  /** The metric, NaN where it was not measured. */
  public double metric(String name) {
    return metrics.getOrDefault(name, Double.NaN);
  }
}
