package io.espalier.executor.train;

import static io.espalier.executor.Specs.cnn;
import static io.espalier.executor.Specs.conv;
import static io.espalier.executor.Specs.dense;
import static io.espalier.executor.Specs.mlp;
import static io.espalier.executor.Specs.pool;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.Targets;
import io.espalier.executor.models.Networks;
import io.espalier.wire.Activation;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.LayerSpec.Window;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.ModelSpec.Kind;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import io.espalier.wire.WeightInit;
import io.espalier.wire.WeightInit.Scheme;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The compiled step's gradients against central differences of its loss, in double precision. */
class CompiledGradientTest {
  private static final InputShape IMAGE = new InputShape.Image(2, 7, 8);
  private static final InputShape VECTOR = new InputShape.Flat(5);
  private static final Targets.Classes TARGETS =
      new Targets.Classes(new short[] {0, 2, 1, 2, 0}, List.of("a", "b", "c"));
  private static final int EXAMPLES = 5;
  private static final long SEED = 21;

  private static void assertGradient(ModelSpec model, InputShape shape) {
    TrainingSpec descent =
        new TrainingSpec(
            new Updater.Sgd(1), new LearningRateSchedule.Constant(), EXAMPLES, 1, 0, 0);
    MultiLayerNetwork network =
        Networks.create(model, descent, shape, 3, Task.CLASSIFICATION, 5, DataType.DOUBLE);
    SplittableRandom random = new SplittableRandom(3);
    INDArray inputs =
        Nd4j.createUninitialized(DataType.DOUBLE, Networks.batchShape(model, shape, EXAMPLES), 'c');
    for (long i = 0; i < inputs.length(); i++) {
      inputs.data().put(i, 2 * random.nextDouble() - 1);
    }
    Batch batch = new Batch(inputs, IntStream.range(0, EXAMPLES).toArray(), 0, EXAMPLES);
    INDArray weights = network.params();
    INDArray before = weights.dup();
    try (TrainingStep step =
        new CompiledStep(network, Criterion.of(model.loss(), TARGETS), TARGETS)) {
      step.learningRate(1);
      step.reseed(SEED);
      step.step(batch);
      INDArray gradient = before.sub(weights);
      step.learningRate(0);
      for (long i = 0; i < weights.length(); i += 1 + weights.length() / 60) {
        if (isStatistic(network, i)) {
          continue;
        }
        weights.assign(before);
        double computed = gradient.getDouble(i);
        double error = Double.POSITIVE_INFINITY;
        for (double distance : new double[] {1e-5, 2e-6}) {
          weights.putScalar(i, before.getDouble(i) + distance);
          double above = loss(step, batch);
          weights.putScalar(i, before.getDouble(i) - distance);
          double numeric = (above - loss(step, batch)) / (2 * distance);
          weights.putScalar(i, before.getDouble(i));
          double scale = Math.max(1e-4, Math.max(Math.abs(computed), Math.abs(numeric)));
          error = Math.min(error, Math.abs(computed - numeric) / scale);
        }
        assertThat(error).as("number %d: %s", i, computed).isLessThan(1e-5);
      }
    }
    network.close();
  }

  private static double loss(TrainingStep step, Batch batch) {
    step.reseed(SEED);
    return step.step(batch).lossSum() / EXAMPLES;
  }

  private static boolean isStatistic(MultiLayerNetwork network, long index) {
    long from = 0;
    for (var parameter : network.paramTable().entrySet()) {
      from += parameter.getValue().length();
      if (index < from) {
        return Networks.isRunningStatistic(parameter.getKey());
      }
    }
    throw new IllegalArgumentException("no number " + index);
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void everyActivationHasItsGradient(Activation activation) {
    assertGradient(
        mlp(new LayerSpec.Dense(6, activation), new LayerSpec.Dense(4, activation)), VECTOR);
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void everyPoolingHasItsGradient(Pooling pooling) {
    assertGradient(cnn(conv(3, 3, 1, 0), pool(pooling, 2, 2, 0)), IMAGE);
    assertGradient(cnn(conv(3, 3, 1, 1), pool(pooling, 3, 2, 1), dense(4)), IMAGE);
  }

  @Test
  void convolutionsHaveTheirGradientWithAnyStrideAndPadding() {
    LayerSpec conv = new LayerSpec.Conv(4, new Window(3, 2, 2, 1, 1, 0), Activation.TANH);
    assertGradient(cnn(conv, conv(3, 2, 1, 1), conv(2, 3, 1, 0)), IMAGE);
    assertGradient(cnn(conv(2, 2, 1, 0), conv, conv(2, 1, 1, 2)), IMAGE);
  }

  @Test
  void batchNormalisationHasItsGradient() {
    LayerSpec norm = new LayerSpec.BatchNorm(0.9, 1e-5);
    assertGradient(cnn(conv(3, 3, 1, 0), norm, dense(4)), IMAGE);
    assertGradient(mlp(norm, dense(6), norm, dense(4)), VECTOR);
  }

  @Test
  void dropoutHasItsGradientForTheNumbersItKeeps() {
    assertGradient(
        mlp(new LayerSpec.Dropout(0.2), dense(12), new LayerSpec.Dropout(0.4), dense(8)), VECTOR);
    assertGradient(cnn(conv(3, 3, 1, 0), new LayerSpec.Dropout(0.3), conv(3, 3, 1, 0)), IMAGE);
  }

  @Test
  void squaredErrorHasItsGradient() {
    assertGradient(
        new ModelSpec(
            Kind.MLP, List.of(dense(6)), Loss.SQUARED_ERROR, WeightInit.of(Scheme.XAVIER)),
        VECTOR);
  }
}
