package io.espalier.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.Specs;
import io.espalier.engine.models.Networks;
import io.espalier.engine.step.Cores;
import io.espalier.wire.InputShape;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Task;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
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
}
