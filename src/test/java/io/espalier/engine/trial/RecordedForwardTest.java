package io.espalier.engine.trial;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.conv;
import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.Specs;
import io.espalier.engine.models.Networks;
import io.espalier.engine.step.Cores;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Task;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class RecordedForwardTest {
  @ParameterizedTest
  @MethodSource("io.espalier.engine.trial.PredictorTest#networks")
  void weightsAndRunningStatisticsAreSeenAsTheyAreNow(ModelSpec model, InputShape shape) {
    MultiLayerNetwork network =
        Waves.network(model, Specs.training(Specs.adam(), 9), shape, 3, Task.CLASSIFICATION);
    try (RecordedForward forward = RecordedForward.of(network, Cores.of(1)).orElseThrow()) {
      for (int examples : new int[] {9, 4, 9, 3, 4}) {
        INDArray batch = Waves.wave(examples, 2, Networks.batchShape(network, shape, examples));
        double[] expected = Waves.forward(network, batch, false);
        assertThat(forward.outputs(batch))
            .usingComparatorWithPrecision(1e-5)
            .containsExactly(expected);
        network.params().muli(1.2).addi(0.01);
        assertThat(forward.outputs(batch)).isNotEqualTo(expected);
      }
    }
  }

  /** 40 images of 8,192 numbers pay for all three cores, 20 for two. */
  @Test
  void coresPutOutWhatOneDoes() {
    InputShape shape = new InputShape.Image(2, 64, 64);
    ModelSpec model =
        cnn(conv(3, 3, 1, 0), new LayerSpec.BatchNorm(0.9, 1e-5), new LayerSpec.Dropout(0.5));
    MultiLayerNetwork network =
        Waves.network(model, Specs.training(Specs.adam(), 9), shape, 3, Task.CLASSIFICATION);
    try (Cores cores = Cores.of(3);
        RecordedForward shared = RecordedForward.of(network, cores).orElseThrow();
        RecordedForward alone = RecordedForward.of(network, Cores.of(1)).orElseThrow()) {
      assertThat(cores.shares(40 * 8192)).isEqualTo(3);
      for (int examples : new int[] {40, 20, 40}) {
        INDArray batch = Waves.wave(examples, 2, examples, 2, 64, 64);
        assertThat(shared.outputs(batch))
            .usingComparatorWithPrecision(1e-5)
            .containsExactly(alone.outputs(batch));
      }
    }
  }

  @Test
  void nothingIsRecordedOfANetworkWithoutBiases() {
    MultiLayerNetwork network =
        Waves.network(
            mlp(dense(4)),
            Specs.training(Specs.adam(), 9),
            new InputShape.Flat(5),
            3,
            Task.CLASSIFICATION);
    ((DenseLayer) network.getLayer(0).conf().getLayer()).setHasBias(false);
    assertThat(RecordedForward.of(network, Cores.of(1))).isEmpty();
  }
}
