package io.espalier.engine.trial;

import io.espalier.data.Targets;
import io.espalier.engine.models.Networks;
import io.espalier.engine.models.Release;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec.Embedding;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Seeds;
import io.espalier.wire.Seeds.Purpose;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The mean loss of a network of layers or of vertices, as a training step sees it. */
final class LayersLoss implements CheckedLoss {
  private static final int EXAMPLES = 4;

  private final Model network;
  private final double l2;
  private final TrainingStep step;
  private final Batch batch;
  private final long seed;
  private final DataType before;

  private LayersLoss(
      ModelSpec model,
      TrainingSpec training,
      InputShape input,
      int outputs,
      Task task,
      long seed,
      GradientCheck.StepMaker steps,
      DataType before) {
    this.seed = seed;
    this.before = before;
    l2 = training.l2();
    network = Networks.model(model, training, input, outputs, task, seed, DataType.DOUBLE);
    SplittableRandom random = new SplittableRandom(Seeds.seed(seed, Purpose.DATA));
    Targets targets = CheckedLoss.targets(task, outputs, EXAMPLES, random, training.classWeights());
    TrainingSpec weighted = CheckedLoss.weighted(training, targets);
    step = steps.of(network, Criterion.trained(model, targets, weighted), targets);
    batch = batch(Networks.batchShape(model, input, EXAMPLES), random);
    if (!model.layers().isEmpty() && model.layers().get(0) instanceof Embedding embedding) {
      batch.inputs().addi(1).muli(embedding.codes() / 2.0);
      batch.inputs().assign(Transforms.floor(batch.inputs()));
    }
    if (input instanceof InputShape.Sequence sequence) {
      shorten(batch.inputs(), sequence.steps());
    }
  }

  /** With plain descent of rate 1 as the training's updater. */
  static LayersLoss of(
      ModelSpec model,
      TrainingSpec training,
      InputShape input,
      int outputs,
      Task task,
      long seed,
      GradientCheck.StepMaker steps) {
    DataType before = Nd4j.defaultFloatingPointType();
    if (input instanceof InputShape.Sequence) {
      Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE); // of the last steps' arrays
    }
    try {
      return new LayersLoss(model, training, input, outputs, task, seed, steps, before);
    } catch (RuntimeException | Error failure) {
      Nd4j.setDefaultDataTypes(before, before);
      throw failure;
    }
  }

  private static Batch batch(long[] shape, SplittableRandom random) {
    INDArray inputs = Nd4j.createUninitialized(DataType.DOUBLE, shape, 'c');
    for (long i = 0; i < inputs.length(); i++) {
      inputs.data().put(i, 2 * random.nextDouble() - 1);
    }
    return new Batch(inputs, IntStream.range(0, EXAMPLES).toArray(), 0, EXAMPLES);
  }

  /** Leaves the first sequence whole; each other ends a step before the one before it. */
  private static void shorten(INDArray sequences, int steps) {
    for (int i = 1; i < EXAMPLES; i++) {
      int length = Math.max(1, steps - i);
      if (length < steps) {
        sequences
            .get(NDArrayIndex.point(i), NDArrayIndex.all(), NDArrayIndex.interval(length, steps))
            .assign(Double.NaN);
      }
    }
  }

  @Override
  public Model network() {
    return network;
  }

  @Override
  public void step() {
    step.learningRate(1);
    step.reseed(seed);
    step.step(batch);
  }

  /** What a step sees; at a rate of 0 it leaves the weights as they are. */
  @Override
  public double loss() {
    step.learningRate(0);
    step.reseed(seed);
    return step.step(batch).lossSum() / EXAMPLES;
  }

  @Override
  public double l2(String weights) {
    return l2;
  }

  @Override
  public void close() {
    step.close();
    Release.network(network);
    Nd4j.setDefaultDataTypes(before, before);
  }
}
