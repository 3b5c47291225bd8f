package io.espalier.engine.trial;

import io.espalier.MetricFunction;
import io.espalier.data.Targets;
import io.espalier.wire.Evaluation;
import io.espalier.wire.OwnClass;
import io.espalier.wire.OwnMetric;
import io.espalier.wire.Part;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Another score, and metrics of the user's own, which need the predictions of all examples. */
final class OwnScore implements Score {
  private final Score plain;
  private final List<OwnMetric> metrics;
  private final Targets targets;
  private final Criterion criterion;
  private final Predicted predicted;
  private final double[] given;

  /**
   * @param examples that will be added, here or elsewhere
   */
  OwnScore(
      Score plain, List<OwnMetric> metrics, Targets targets, Criterion criterion, int examples) {
    this.plain = plain;
    this.metrics = metrics;
    this.targets = targets;
    this.criterion = criterion;
    predicted = new Predicted(targets.outputs(), examples);
    given = new double[targets.outputs()];
  }

  @Override
  public void add(double loss, double[] outputs, int at, int row) {
    plain.add(loss, outputs, at, row);
    if (targets instanceof Targets.Numbers numbers) {
      for (int i = 0; i < given.length; i++) {
        given[i] = numbers.scale().raw(outputs[at + i], i);
      }
    } else {
      criterion.activate(outputs, at, given);
    }
    predicted.add(row, given);
  }

  @Override
  public void add(Tally tally) {
    plain.add(tally);
    predicted.add(tally.predicted());
  }

  @Override
  public Tally tally() {
    return plain.tally().with(predicted);
  }

  @Override
  public Evaluation evaluation(Part part) {
    Evaluation evaluation = plain.evaluation(part);
    SortedMap<String, Double> values = new TreeMap<>(evaluation.metrics());
    MetricFunction.Predictions predictions = predicted.against(targets);
    metrics.forEach(metric -> values.put(metric.name(), value(metric, predictions)));
    return new Evaluation(part, evaluation.examples(), values, evaluation.confusion());
  }

  private static double value(OwnMetric metric, MetricFunction.Predictions predictions) {
    MetricFunction function = new OwnClass<>(metric.type(), MetricFunction.class).instance();
    try {
      return function.value(predictions);
    } catch (RuntimeException | LinkageError thrown) {
      throw new IllegalArgumentException(
          metric.type() + " throws " + OwnClass.firstLine(thrown), thrown);
    }
  }
}
