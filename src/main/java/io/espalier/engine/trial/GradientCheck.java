package io.espalier.engine.trial;

import io.espalier.data.Targets;
import io.espalier.engine.models.Networks;
import io.espalier.engine.models.Release;
import io.espalier.wire.InputShape;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Holds the gradient of a training step, penalties and dropout included and before it is clipped,
 * and where it is not of a network over graphs the weights of classes, against differences of that
 * step's own loss, in double precision on random data. A central difference that straddles the kink
 * of a ReLU or a maximum says nothing: then the differences to either side count, of which one
 * knows no kink, and shorter distances. One over a small distance is lost in rounding where the
 * gradient is small: then a wide one of fourth order counts.
 */
public final class GradientCheck {
  private static final int NUMBERS_PER_PARAMETER = 40;
  private static final double[] DISTANCES = {1e-5, 2e-6, 5e-7};

  /** For a difference of four values, whose error is of the fourth order. */
  private static final double WIDE_DISTANCE = 1e-3;

  /** No better difference is looked for below this error. */
  private static final double GOOD = 1e-7;

  /** Gradients below this are compared as if they were this large. */
  private static final double FLOOR = 1e-4;

  /** The last parts of the names of what penalties are on. */
  private static final Set<String> PENALISED = Set.of("W", "RW", "pW", "g");

  private final CheckedLoss checked;
  private final double l1;

  /** Makes the step that is held to its loss. */
  interface StepMaker {
    TrainingStep of(Model network, Criterion criterion, Targets targets);
  }

  private GradientCheck(CheckedLoss checked, double l1) {
    this.checked = checked;
    this.l1 = l1;
  }

  /** The largest error per parameter, in the network's order, over about 40 of its numbers. */
  public static List<GradientError> errors(
      ModelSpec model, TrainingSpec training, InputShape input, int outputs, Task task, long seed) {
    return errors(model, training, input, outputs, task, seed, TrainingStep::of);
  }

  static List<GradientError> errors(
      ModelSpec model,
      TrainingSpec training,
      InputShape input,
      int outputs,
      Task task,
      long seed,
      StepMaker steps) {
    TrainingSpec descent = plainDescent(training);
    try (CheckedLoss checked =
        input instanceof InputShape.Graph graph
            ? new GraphLoss(model, descent, graph, outputs, task, seed)
            : LayersLoss.of(
                model,
                descent.withClassWeights(training.classWeights()),
                input,
                outputs,
                task,
                seed,
                steps)) {
      return new GradientCheck(checked, training.l1()).run();
    } finally {
      Release.workspaces();
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
            training.l2())
        .withLabelSmoothing(training.labelSmoothing());
  }

  private List<GradientError> run() {
    INDArray weights = checked.network().params();
    INDArray before = weights.dup();
    checked.step();
    INDArray gradient = before.sub(weights);
    weights.assign(before);
    List<GradientError> errors = new ArrayList<>();
    for (Map.Entry<String, INDArray> parameter : checked.network().paramTable().entrySet()) {
      if (!Networks.isRunningStatistic(parameter.getKey())) {
        INDArray part = parameter.getValue(); // of the flat array
        long from = part.offset();
        errors.add(error(parameter.getKey(), part.shape(), gradient, from, from + part.length()));
      }
    }
    return errors;
  }

  private GradientError error(
      String parameter, long[] shape, INDArray gradient, long from, long to) {
    long stride = Math.max(1, (to - from) / NUMBERS_PER_PARAMETER);
    double here = loss();
    double largest = 0;
    int numbers = 0;
    for (long i = from; i < to; i += stride) {
      largest = Math.max(largest, error(gradient.getDouble(i), i, here));
      numbers++;
    }
    return new GradientError(
        parameter, Arrays.stream(shape).boxed().toList(), to - from, numbers, largest);
  }

  /**
   * The smallest error of one number.
   *
   * @param here the loss where the gradient was computed
   */
  private double error(double computed, long number, double here) {
    double error = Double.POSITIVE_INFINITY;
    for (int d = 0; d < DISTANCES.length && !(error < GOOD); d++) {
      double h = DISTANCES[d];
      double above = loss(number, h);
      double below = loss(number, -h);
      error = Math.min(error, error(computed, (above - below) / (2 * h)));
      if (!(error < GOOD)) { // one-sided, of second order as well
        double forward = (4 * above - 3 * here - loss(number, 2 * h)) / (2 * h);
        double backward = (3 * here - 4 * below + loss(number, -2 * h)) / (2 * h);
        error = Math.min(error, Math.min(error(computed, forward), error(computed, backward)));
      }
    }
    if (!(error < GOOD)) {
      double near = central(number, WIDE_DISTANCE);
      double far = central(number, 2 * WIDE_DISTANCE);
      error = Math.min(error, error(computed, (4 * near - far) / 3));
    }
    return error;
  }

  private static double error(double computed, double numeric) {
    double scale = Math.max(FLOOR, Math.max(Math.abs(computed), Math.abs(numeric)));
    return Math.abs(computed - numeric) / scale;
  }

  private double central(long number, double distance) {
    return (loss(number, distance) - loss(number, -distance)) / (2 * distance);
  }

  /** The loss with one number shifted. */
  private double loss(long number, double shift) {
    INDArray weights = checked.network().params();
    double weight = weights.getDouble(number);
    weights.putScalar(number, weight + shift);
    double loss = loss();
    weights.putScalar(number, weight);
    return loss;
  }

  private double loss() {
    return checked.loss() + penalty();
  }

  private double penalty() {
    double penalty = 0;
    for (Map.Entry<String, INDArray> parameter : checked.network().paramTable().entrySet()) {
      String name = parameter.getKey();
      if (PENALISED.contains(name.substring(name.lastIndexOf('_') + 1))) {
        double l2 = checked.l2(name);
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
