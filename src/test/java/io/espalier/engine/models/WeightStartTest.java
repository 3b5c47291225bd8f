package io.espalier.engine.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.Specs;
import io.espalier.wire.Activation;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Window;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.ModelSpec.Kind;
import io.espalier.wire.Task;
import io.espalier.wire.WeightInit;
import io.espalier.wire.WeightInit.Scheme;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class WeightStartTest {
  /** The convolution below: n = 4·5·5 inputs, m = 40·5·5 outputs; 4,000 weights. */
  private static final LayerSpec CONV =
      new LayerSpec.Conv(40, Window.square(5, 2, 0), Activation.RELU);

  private static MultiLayerNetwork network(WeightInit start, long seed) {
    return network(CONV, start, seed);
  }

  private static MultiLayerNetwork network(LayerSpec layer, WeightInit start, long seed) {
    return Networks.create(
        new ModelSpec(Kind.CNN, List.of(layer), Loss.CROSS_ENTROPY, start),
        Specs.training(Specs.adam(), 1),
        new InputShape.Image(4, 9, 9),
        3,
        Task.CLASSIFICATION,
        seed,
        DataType.FLOAT);
  }

  /** Deviations of 4,000 draws: the tolerance of 6 % is over five standard errors. */
  @ParameterizedTest
  @CsvSource({
    "XAVIER, 0, 0.0426401",
    "XAVIER_UNIFORM, 0, 0.0426401",
    "HE, 0, 0.1414214",
    "HE_UNIFORM, 0, 0.1414214",
    "LECUN, 0, 0.1",
    "PYTORCH, 0, 0.0577350",
    "NORMAL, 0.02, 0.02",
  })
  void weightsHaveTheSchemesDeviation(Scheme scheme, double value, double deviation) {
    INDArray weights = network(new WeightInit(scheme, value), 3).getLayer(0).getParam("W");
    assertThat(weights.stdNumber().doubleValue()).isCloseTo(deviation, within(0.06 * deviation));
    assertThat(weights.meanNumber().doubleValue()).isCloseTo(0, within(0.08 * deviation));
  }

  @ParameterizedTest
  @CsvSource({"XAVIER_UNIFORM, 0.0738549", "HE_UNIFORM, 0.2449490", "PYTORCH, 0.1"})
  void uniformWeightsStayBetweenTheirBounds(Scheme scheme, double bound) {
    INDArray weights = network(WeightInit.of(scheme), 3).getLayer(0).getParam("W");
    assertThat(weights.amaxNumber().doubleValue()).isBetween(0.98 * bound, bound);
  }

  /** Of 3 windows of 5×5 for each of 4 channels: n = 25, m = 75; then n = 12, m = 400. */
  @ParameterizedTest
  @CsvSource({"XAVIER_UNIFORM, 0.2449490, 0.1206811", "PYTORCH, 0.2, 0.2886751"})
  void aSeparableConvolutionsWeightsStartByWhatEachOfItsConvolutionsTakesAndGives(
      Scheme scheme, double windows, double mixing) {
    LayerSpec separable =
        new LayerSpec.SeparableConv(400, 3, Window.square(5, 2, 0), Activation.RELU);
    MultiLayerNetwork network = network(separable, WeightInit.of(scheme), 3);
    INDArray drawn = network.getLayer(0).getParam("W");
    assertThat(drawn.amaxNumber().doubleValue()).isBetween(0.98 * windows, windows);
    INDArray mixed = network.getLayer(0).getParam("pW");
    assertThat(mixed.amaxNumber().doubleValue()).isBetween(0.98 * mixing, mixing);
    double bias = network.getLayer(0).getParam("b").amaxNumber().doubleValue();
    boolean zeros = scheme != Scheme.PYTORCH;
    assertThat(bias).isBetween(zeros ? 0 : 0.9 * mixing, zeros ? 0 : mixing);
  }

  @Test
  void biasesAreZeroExceptWithPyTorchsScheme() {
    INDArray zeros = network(WeightInit.of(Scheme.HE), 3).getLayer(0).getParam("b");
    INDArray drawn = network(WeightInit.of(Scheme.PYTORCH), 3).getLayer(0).getParam("b");
    assertThat(zeros.amaxNumber().doubleValue()).isZero();
    assertThat(drawn.amaxNumber().doubleValue()).isBetween(0.05, 0.1);
    assertThat(drawn.stdNumber().doubleValue()).isGreaterThan(0.03);
  }

  @Test
  void constantWeightsAreAllTheSame() {
    INDArray weights = network(new WeightInit(Scheme.CONSTANT, 1), 3).getLayer(1).getParam("W");
    assertThat(weights.minNumber().doubleValue()).isEqualTo(1);
    assertThat(weights.maxNumber().doubleValue()).isEqualTo(1);
  }

  @Test
  void theSeedAloneDecides() {
    INDArray first = network(WeightInit.of(Scheme.XAVIER), 3).params();
    assertThat(network(WeightInit.of(Scheme.XAVIER), 3).params()).isEqualTo(first);
    assertThat(network(WeightInit.of(Scheme.XAVIER), 4).params()).isNotEqualTo(first);
  }
}
