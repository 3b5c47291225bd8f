package io.espalier.executor.train;

import io.espalier.data.Targets;
import io.espalier.executor.models.Networks;
import io.espalier.wire.InputShape;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Seeds;
import io.espalier.wire.Seeds.Purpose;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Holds the gradient of the step that training would take, penalties and dropout included, against
 * differences of that step's own loss, in double precision on random data. A central difference
 * that straddles the kink of a ReLU or a maximum says nothing: then the differences to either side
 * count, of which one knows no kink, and shorter distances.
 */
public final class GradientCheck {
  private static final int EXAMPLES = 4;
  private static final int NUMBERS_PER_PARAMETER = 40;
  private static final double[] DISTANCES = {1e-5, 2e-6, 5e-7};

  /** An error below this needs no other difference. */
  private static final double GOOD = 1e-6;

  /** Gradients below this are compared as if they were this large. */
  private static final double FLOOR = 1e-4;

  private final TrainingSpec training;
  private final MultiLayerNetwork network;
  private final TrainingStep step;
  private final Batch batch;
  private final long seed;

  /** Makes the step that is held to its loss. */
  interface StepMaker {
    TrainingStep of(MultiLayerNetwork network, Criterion criterion, Targets targets);
  }

  private GradientCheck(
      ModelSpec model,
      TrainingSpec training,
      InputShape input,
      int outputs,
      Task task,
      long seed,
      StepMaker steps) {
    this.training = training;
    this.seed = seed;
    network =
        Networks.create(model, plainDescent(training), input, outputs, task, seed, DataType.DOUBLE);
    SplittableRandom random = new SplittableRandom(Seeds.seed(seed, Purpose.DATA));
    Targets targets = targets(task, outputs, random);
    step = steps.of(network, Criterion.of(model.loss(), targets), targets);
    batch = batch(Networks.batchShape(model, input, EXAMPLES), random);
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
    GradientCheck check = new GradientCheck(model, training, input, outputs, task, seed, steps);
    try {
      return check.run();
    } finally {
      check.step.close();
      check.network.close();
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }
  }

  /** With a rate of 1 the step is the gradient. */
  private static TrainingSpec plainDescent(TrainingSpec training) {
    return new TrainingSpec(
        new Updater.Sgd(1), training.schedule(), EXAMPLES, 1, training.l1(), training.l2());
  }

  private static Targets targets(Task task, int outputs, SplittableRandom random) {
    if (task == Task.REGRESSION) {
      float[] values = new float[EXAMPLES * outputs];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (2 * random.nextDouble() - 1);
      }
      return new Targets.Numbers(values, outputs);
    }
    short[] labels = new short[EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      labels[i] = (short) random.nextInt(outputs);
    }
    List<String> names = IntStream.range(0, outputs).mapToObj(Integer::toString).toList();
    return new Targets.Classes(labels, names);
  }

  private static Batch batch(long[] shape, SplittableRandom random) {
    INDArray inputs = Nd4j.createUninitialized(DataType.DOUBLE, shape, 'c');
    for (long i = 0; i < inputs.length(); i++) {
      inputs.data().put(i, 2 * random.nextDouble() - 1);
    }
    return new Batch(inputs, IntStream.range(0, EXAMPLES).toArray(), 0, EXAMPLES);
  }

  private List<GradientError> run() {
    INDArray weights = network.params();
    INDArray before = weights.dup();
    step.learningRate(1);
    step.reseed(seed);
    step.step(batch);
    INDArray gradient = before.sub(weights);
    weights.assign(before);
    step.learningRate(0);
    List<GradientError> errors = new ArrayList<>();
    long from = 0; // parameters lie one after another in the flat array, in the table's order
    for (Map.Entry<String, INDArray> parameter : network.paramTable().entrySet()) {
      long to = from + parameter.getValue().length();
      if (!Networks.isRunningStatistic(parameter.getKey())) {
        errors.add(error(parameter.getKey(), parameter.getValue().shape(), gradient, from, to));
      }
      from = to;
    }
    return errors;
  }

  private GradientError error(
      String parameter, long[] shape, INDArray gradient, long from, long to) {
    long stride = Math.max(1, (to - from) / NUMBERS_PER_PARAMETER);
    double here = loss();
    double largest = 0;
    int checked = 0;
    for (long i = from; i < to; i += stride) {
      largest = Math.max(largest, error(gradient.getDouble(i), i, here));
      checked++;
    }
    return new GradientError(
        parameter, Arrays.stream(shape).boxed().toList(), to - from, checked, largest);
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
    return error;
  }

  private static double error(double computed, double numeric) {
    double scale = Math.max(FLOOR, Math.max(Math.abs(computed), Math.abs(numeric)));
    return Math.abs(computed - numeric) / scale;
  }

  /** The loss with one number shifted. */
  private double loss(long number, double shift) {
    INDArray weights = network.params();
    double weight = weights.getDouble(number);
    weights.putScalar(number, weight + shift);
    double loss = loss();
    weights.putScalar(number, weight);
    return loss;
  }

  /** The loss that a step sees; at a rate of 0 it leaves the weights as they are. */
  private double loss() {
    step.reseed(seed);
    return step.step(batch).lossSum() / EXAMPLES + penalty();
  }

  private double penalty() {
    double penalty = 0;
    if (training.l1() > 0 || training.l2() > 0) {
      for (Map.Entry<String, INDArray> parameter : network.paramTable().entrySet()) {
        if (parameter.getKey().endsWith("_W")) {
          double norm = parameter.getValue().norm2Number().doubleValue();
          penalty += training.l1() * parameter.getValue().norm1Number().doubleValue();
          penalty += training.l2() * norm * norm / 2;
        }
      }
    }
    return penalty;
  }
}
