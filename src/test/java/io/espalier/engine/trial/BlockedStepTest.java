package io.espalier.engine.trial;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.conv;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.engine.Specs;
import io.espalier.engine.models.Networks;
import io.espalier.engine.onednn.OneDnn;
import io.espalier.engine.step.CompiledPasses;
import io.espalier.engine.step.Network;
import io.espalier.model.ImpossibleModelException;
import io.espalier.model.LayerShapes;
import io.espalier.wire.Activation;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** That training is the same as layer by layer is shown by {@link CompiledStepTest}. */
class BlockedStepTest {
  private static final InputShape SHAPE = new InputShape.Image(2, 12, 12);
  private static final List<LayerSpec.Pooling> POOLINGS = List.of(LayerSpec.Pooling.values());
  private static final LayerSpec POOL = Specs.pool(LayerSpec.Pooling.MAX, 2, 2, 0);

  @BeforeEach
  void onProcessorsThatItIsUsedOn() {
    assumeTrue(OneDnn.available());
  }

  static List<ModelSpec> networks() {
    LayerSpec normalisation = new LayerSpec.BatchNorm(0.9, 1e-5);
    return List.of(
        cnn(conv(5, 3, 1, 0), POOL),
        cnn(conv(20, 3, 1, 1), conv(6, 3, 2, 1), POOL),
        cnn(conv(6, 5, 1, 0), normalisation, POOL, conv(16, 3, 1, 0)));
  }

  /** The library's own rectifiers and maxima make 0 of it, and the loss would be a number. */
  @ParameterizedTest
  @MethodSource("networks")
  void aNetworkThatHasDivergedDoesNotPutOutNumbers(ModelSpec model) {
    MultiLayerNetwork network =
        Waves.network(model, Specs.training(Specs.adam(), 9), SHAPE, 3, Task.CLASSIFICATION);
    INDArray batch = Waves.wave(7, 2, 7, 2, 12, 12);
    try (CompiledPasses passes = new CompiledPasses(network)) {
      assertThat(passes.forward(batch).sumNumber().doubleValue()).isFinite();
      network.getLayer(0).getParam("W").assign(Float.NaN);
      assertThat(passes.forward(batch).sumNumber().doubleValue()).isNaN();
      network.getLayer(0).getParam("W").assign(Float.NEGATIVE_INFINITY);
      assertThat(passes.forward(batch).sumNumber().doubleValue()).isNaN();
    }
  }

  /**
   * Layers of all kinds, channels and windows that fit into no block, images and batches of any
   * size.
   */
  @Test
  void randomNetworksComputeWhatTheyDoInDoublePrecision() {
    int compared = 0;
    for (int seed = 0; seed < 80; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      InputShape shape =
          new InputShape.Image(
              1 + random.nextInt(20), 1 + random.nextInt(20), 1 + random.nextInt(20));
      ModelSpec model =
          cnn(Stream.generate(() -> layer(random)).limit(3).toArray(LayerSpec[]::new));
      try {
        LayerShapes.of(model, shape, 3);
      } catch (ImpossibleModelException doesNotFit) {
        continue;
      }
      compared++;
      compare(model, shape, 5 + random.nextInt(5), seed);
    }
    assertThat(compared).isGreaterThan(40);
  }

  private static LayerSpec layer(SplittableRandom random) {
    int kind = random.nextInt(8);
    if (kind == 0) {
      return new LayerSpec.BatchNorm(0.9, 1e-5);
    } else if (kind == 1) {
      return new LayerSpec.Activate(Activation.RELU);
    }
    int kernel = 1 + random.nextInt(5);
    int padding = random.nextInt(kernel / 2 + 1);
    int stride = 1 + random.nextInt(3);
    return kind < 4
        ? Specs.pool(POOLINGS.get(random.nextInt(POOLINGS.size())), kernel, stride, padding)
        : new LayerSpec.Conv(
            1 + random.nextInt(40),
            new LayerSpec.Window(kernel, 1 + random.nextInt(5), stride, 1, padding, 2),
            random.nextBoolean() ? Activation.RELU : Activation.TANH);
  }

  private static void compare(ModelSpec model, InputShape shape, int examples, int seed) {
    Model single = network(model, shape, seed, DataType.FLOAT);
    Model both = network(model, shape, seed, DataType.DOUBLE);
    both.setParams(single.params().castTo(DataType.DOUBLE));
    INDArray batch = Waves.wave(examples, seed, Networks.batchShape(model, shape, examples));
    INDArray delta = Waves.wave(examples, seed + 1, examples, 3);
    try (CompiledPasses blocked = new CompiledPasses(single);
        CompiledPasses plain = new CompiledPasses(both)) {
      close(
          blocked.forward(batch),
          plain.forward(batch.castTo(DataType.DOUBLE)),
          "outputs of " + model);
      blocked.delta(examples).assign(delta);
      plain.delta(examples).assign(delta.castTo(DataType.DOUBLE));
      blocked.backward(examples);
      plain.backward(examples);
      close(Network.of(single).gradients(), Network.of(both).gradients(), "gradients of " + model);
    }
  }

  private static Model network(ModelSpec model, InputShape shape, int seed, DataType type) {
    TrainingSpec training = Specs.training(Specs.adam(), 9);
    return Networks.model(model, training, shape, 3, Task.CLASSIFICATION, seed, type);
  }

  private static void close(INDArray found, INDArray expected, String what) {
    assertThat(found.castTo(DataType.DOUBLE).distance2(expected))
        .as(what)
        .isLessThan(1e-4 * (1 + expected.norm2Number().doubleValue()));
  }
}
