package io.espalier.executor.train;

import io.espalier.executor.models.Networks;
import io.espalier.wire.InputShape;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Holds the gradient of a training step, penalties included, against central differences of the
 * loss, in double precision on random data. A difference that straddles the kink of a ReLU or a
 * maximum says nothing, and one over a small distance is lost in rounding where the gradient is
 * small; so each number is tried with up to three distances and the best one counts.
 */
public final class GradientCheck {
  private static final int NUMBERS_PER_PARAMETER = 40;
  private static final double[] DISTANCES = {1e-5, 2e-6};

  /** For a difference of four values, whose error is of the fourth order. */
  private static final double WIDE_DISTANCE = 1e-3;

  /** No better difference is looked for below this error. */
  private static final double GOOD = 1e-7;

  /** Gradients below this are compared as if they were this large. */
  private static final double FLOOR = 1e-4;

  private final CheckedLoss checked;
  private final double l1;
  private final Model network;

  private GradientCheck(CheckedLoss checked, double l1) {
    this.checked = checked;
    this.l1 = l1;
    network = checked.network();
  }

  /**
   * The largest relative error |a − n| / max(|a|, |n|, 1e-4) per parameter over up to 40 of its
   * numbers.
   */
  public static SortedMap<String, Double> largestErrors(
      ModelSpec model, TrainingSpec training, InputShape input, int outputs, Task task, long seed) {
    TrainingSpec descent = plainDescent(training);
    CheckedLoss checked =
        input instanceof InputShape.Graph graph
            ? new GraphLoss(model, descent, graph, outputs, task, seed)
            : new LayersLoss(model, descent, input, outputs, task, seed);
    try {
      return new GradientCheck(checked, training.l1()).run();
    } finally {
      checked.network().close();
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }
  }

  /** With a rate of 1 the step is the gradient. */
  private static TrainingSpec plainDescent(TrainingSpec training) {
    return new TrainingSpec(
        new Updater.Sgd(1),
        training.schedule(),
        training.batchSize(),
        1,
        training.l1(),
        training.l2());
  }

  private SortedMap<String, Double> run() {
    INDArray weights = network.params();
    INDArray before = weights.dup();
    checked.step();
    INDArray gradient = before.sub(weights);
    weights.assign(before);
    SortedMap<String, Double> errors = new TreeMap<>();
    long from = 0; // parameters lie one after another in the flat array, in the table's order
    for (Map.Entry<String, INDArray> parameter : network.paramTable().entrySet()) {
      long to = from + parameter.getValue().length();
      if (!Networks.isRunningStatistic(parameter.getKey())) {
        errors.put(parameter.getKey(), largestError(weights, gradient, from, to));
      }
      from = to;
    }
    return errors;
  }

  private double largestError(INDArray weights, INDArray gradient, long from, long to) {
    double largest = 0;
    for (long i = from; i < to; i += Math.max(1, (to - from) / NUMBERS_PER_PARAMETER)) {
      largest = Math.max(largest, error(weights, i, gradient.getDouble(i)));
    }
    return largest;
  }

  private double error(INDArray weights, long i, double computed) {
    double error = Double.POSITIVE_INFINITY;
    for (double distance : DISTANCES) {
      error = Math.min(error, error(computed, difference(weights, i, distance)));
      if (error < GOOD) {
        return error;
      }
    }
    double near = difference(weights, i, WIDE_DISTANCE);
    double far = difference(weights, i, 2 * WIDE_DISTANCE);
    return Math.min(error, error(computed, (4 * near - far) / 3));
  }

  private static double error(double computed, double numeric) {
    double scale = Math.max(FLOOR, Math.max(Math.abs(computed), Math.abs(numeric)));
    return Math.abs(computed - numeric) / scale;
  }

  private double difference(INDArray weights, long i, double distance) {
    double weight = weights.getDouble(i);
    weights.putScalar(i, weight + distance);
    double above = checked.loss() + penalty();
    weights.putScalar(i, weight - distance);
    double below = checked.loss() + penalty();
    weights.putScalar(i, weight);
    return (above - below) / (2 * distance);
  }

  private double penalty() {
    double penalty = 0;
    for (Map.Entry<String, INDArray> parameter : network.paramTable().entrySet()) {
      if (parameter.getKey().endsWith("_W")) {
        double l2 = checked.l2(parameter.getKey());
        penalty += l1 == 0 ? 0 : l1 * parameter.getValue().norm1Number().doubleValue();
        penalty += l2 == 0 ? 0 : l2 / 2 * squares(parameter.getValue());
      }
    }
    return penalty;
  }

  private static double squares(INDArray weights) {
    double norm = weights.norm2Number().doubleValue();
    return norm * norm;
  }
}
