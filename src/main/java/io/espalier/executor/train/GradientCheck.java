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
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Holds the gradient of a training step, penalties included, against central differences of the
 * loss, in double precision on random data. A difference that straddles the kink of a ReLU or a
 * maximum says nothing, so each number is tried with two distances and the better one counts.
 */
public final class GradientCheck {
  private static final int EXAMPLES = 4;
  private static final int NUMBERS_PER_PARAMETER = 40;
  private static final double[] DISTANCES = {1e-5, 2e-6};

  /** Gradients below this are compared as if they were this large. */
  private static final double FLOOR = 1e-4;

  private final TrainingSpec training;
  private final MultiLayerNetwork network;
  private final Criterion criterion;
  private final TrainingStep step;
  private final NetworkPass pass;
  private final Batch batch;
  private final long seed;

  private GradientCheck(
      ModelSpec model, TrainingSpec training, InputShape input, int outputs, Task task, long seed) {
    this.training = training;
    this.seed = seed;
    network =
        Networks.create(model, plainDescent(training), input, outputs, task, seed, DataType.DOUBLE);
    SplittableRandom random = new SplittableRandom(Seeds.seed(seed, Purpose.DATA));
    Targets targets = targets(task, outputs, random);
    criterion = Criterion.of(model.loss(), targets);
    step = new LayerwiseStep(network, criterion, targets);
    pass = new NetworkPass(network);
    batch = batch(Networks.batchShape(model, input, EXAMPLES), random);
  }

  /**
   * The largest relative error |a − n| / max(|a|, |n|, 1e-4) per parameter over up to 40 of its
   * numbers.
   */
  public static SortedMap<String, Double> largestErrors(
      ModelSpec model, TrainingSpec training, InputShape input, int outputs, Task task, long seed) {
    GradientCheck check = new GradientCheck(model, training, input, outputs, task, seed);
    try {
      return check.run();
    } finally {
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

  private SortedMap<String, Double> run() {
    INDArray weights = network.params();
    INDArray before = weights.dup();
    step.learningRate(1);
    step.reseed(seed);
    step.step(batch);
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
      double computed = gradient.getDouble(i);
      double error = Double.POSITIVE_INFINITY;
      for (double distance : DISTANCES) {
        double numeric = numeric(weights, i, distance);
        double scale = Math.max(FLOOR, Math.max(Math.abs(computed), Math.abs(numeric)));
        error = Math.min(error, Math.abs(computed - numeric) / scale);
      }
      largest = Math.max(largest, error);
    }
    return largest;
  }

  private double numeric(INDArray weights, long i, double distance) {
    double weight = weights.getDouble(i);
    weights.putScalar(i, weight + distance);
    double above = loss();
    weights.putScalar(i, weight - distance);
    double below = loss();
    weights.putScalar(i, weight);
    return (above - below) / (2 * distance);
  }

  private double loss() {
    step.reseed(seed);
    double[] outputs =
        NetworkPass.inWorkspace(() -> Outputs.read(pass.forward(batch.inputs(), true)));
    int width = outputs.length / EXAMPLES;
    double[] unused = new double[outputs.length];
    double sum = 0;
    for (int i = 0; i < EXAMPLES; i++) {
      sum += criterion.loss(outputs, i * width, i, unused);
    }
    return sum / EXAMPLES + penalty();
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
