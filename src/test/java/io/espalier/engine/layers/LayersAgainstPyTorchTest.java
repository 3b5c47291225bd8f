package io.espalier.engine.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.Specs;
import io.espalier.engine.models.Networks;
import io.espalier.wire.Activation;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.LayerSpec.Window;
import io.espalier.wire.Task;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Reference numbers from PyTorch 2.13.0 in double precision, on sin(phase + 0.7·i). */
class LayersAgainstPyTorchTest {
  private static final InputShape IMAGE = new InputShape.Image(2, 5, 6);

  private static INDArray wave(double phase, double scale, double shift, long... shape) {
    int length = (int) java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    double[] numbers =
        IntStream.range(0, length)
            .mapToDouble(i -> shift + scale * Math.sin(phase + 0.7 * i))
            .toArray();
    return Nd4j.createFromArray(numbers).reshape('c', shape).castTo(DataType.FLOAT);
  }

  private static MultiLayerNetwork network(LayerSpec layer) {
    return Networks.create(
        Specs.cnn(layer),
        Specs.training(Specs.adam(), 1),
        IMAGE,
        2,
        Task.CLASSIFICATION,
        1,
        DataType.FLOAT);
  }

  private static float[] firstLayer(MultiLayerNetwork network, INDArray input) {
    return network.feedForwardToLayer(0, input).get(1).dup('c').data().asFloat();
  }

  private static void assertClose(float[] actual, double... expected) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("number %d", i).isCloseTo((float) expected[i], within(1e-5f));
    }
  }

  @Test
  void aConvolutionHasItsOwnStrideAndPaddingPerDirection() {
    MultiLayerNetwork network =
        network(new LayerSpec.Conv(2, new Window(3, 2, 2, 1, 1, 0), Activation.IDENTITY));
    network.getLayer(0).getParam("W").assign(wave(1.1, 0.5, 0, 2, 2, 3, 2));
    network.getLayer(0).getParam("b").assign(wave(0.2, 1, 0, 1, 2));
    assertClose(firstLayer(network, wave(0.3, 1, 0, 1, 2, 5, 6)), CONVOLUTION);
  }

  private static final double[] CONVOLUTION = {
    1.59297144,
    1.32837050,
    0.53245344,
    -0.42044750,
    -1.08216812,
    -1.57898036,
    -2.16862055,
    -1.64488732,
    -0.25410059,
    1.34963091,
    0.72503575,
    1.54262250,
    1.72812708,
    1.19430378,
    0.19221804,
    -0.14880835,
    -0.77893729,
    -0.67430896,
    0.11586830,
    1.21996177,
    1.07211363,
    2.28036155,
    2.78453068,
    2.34750241,
    1.17481796,
    1.64374843,
    0.84247249,
    0.01337946,
    -0.45359525,
    -0.33882614
  };

  /** There a convolution in groups, one for each channel, and one of 1×1 windows. */
  @Test
  void aSeparableConvolutionMixesTheWindowsOfAChannelBesideEachOther() {
    Window window = new Window(3, 2, 2, 1, 1, 0);
    MultiLayerNetwork network =
        network(new LayerSpec.SeparableConv(2, 2, window, Activation.IDENTITY));
    network.getLayer(0).getParam("W").assign(wave(1.1, 0.5, 0, 2, 2, 3, 2));
    network.getLayer(0).getParam("pW").assign(wave(0.4, 0.8, 0, 2, 4, 1, 1));
    network.getLayer(0).getParam("b").assign(wave(0.2, 1, 0, 1, 2));
    assertClose(firstLayer(network, wave(0.3, 1, 0, 1, 2, 5, 6)), SEPARABLE);
  }

  private static final double[] SEPARABLE = {
    0.31754563,
    -0.18705985,
    -0.51025088,
    -0.50002565,
    -0.16119326,
    -0.44987801,
    -0.18653224,
    0.25797985,
    0.67459727,
    0.86737835,
    1.00768695,
    1.03269169,
    0.66544268,
    0.07866287,
    -0.45167602,
    0.85970505,
    1.36729770,
    1.60023977,
    1.44897495,
    0.98464546,
    1.11715820,
    0.72711426,
    0.36350801,
    0.19734915,
    0.30678478,
    0.07451521,
    0.15739958,
    0.53466736,
    1.02888361,
    1.40761071
  };

  @Test
  void theMaximumIgnoresPaddingAmongNegativeNumbers() {
    assertClose(pooled(Pooling.MAX), MAX);
  }

  private static final double[] MAX = {
    -1.70447979,
    -1.00833519,
    -1.14956338,
    -1.01064175,
    -1.33703077,
    -1.01322804,
    -1.14956338,
    -1.01064175,
    -1.67252556,
    -1.01322804,
    -1.13235590,
    -1.01609331,
    -1.36257740,
    -1.01923675,
    -1.37562286,
    -2.32663513,
    -1.38884485,
    -1.01923675,
    -1.11612958,
    -1.02265749,
    -1.38884485,
    -1.02635454,
    -1.40223963,
    -2.29467160
  };

  @Test
  void theAverageCountsPaddingAsZeros() {
    assertClose(pooled(Pooling.AVERAGE), AVERAGE);
  }

  private static final double[] AVERAGE = {
    -0.78033499,
    -1.23736592,
    -1.02016303,
    -0.60374994,
    -0.99784774,
    -2.00194879,
    -2.00602657,
    -1.00116295,
    -0.77609843,
    -1.22729150,
    -1.02179832,
    -0.60903333,
    -0.50058651,
    -1.13386155,
    -1.54115145,
    -0.83171150,
    -1.00321226,
    -2.00376798,
    -1.99591419,
    -0.99682716,
    -0.49976810,
    -1.14222176,
    -1.54904500,
    -0.83051371
  };

  @Test
  void theSumIsTheAverageTimesTheWindow() {
    double[] sums = new double[AVERAGE.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = 6 * AVERAGE[i];
    }
    assertClose(pooled(Pooling.SUM), sums);
  }

  private static float[] pooled(Pooling pooling) {
    LayerSpec layer = new LayerSpec.Pool(pooling, new Window(3, 2, 2, 2, 1, 1));
    return firstLayer(network(layer), wave(0.3, 1, -2, 1, 2, 5, 6));
  }

  @ParameterizedTest
  @CsvSource({
    "RELU, 0, 0, 0, 0, 0.5, 2",
    "LEAKY_RELU, -0.03, -0.01, -0.002, 0, 0.5, 2",
    "ELU, -0.95021293, -0.63212056, -0.18126925, 0, 0.5, 2",
    "SELU, -1.67056873, -1.11133074, -0.31868934, 0, 0.52535049, 2.10140197",
    "GELU, -0.00404969, -0.15865525, -0.08414806, 0.00000000, 0.34573123, 1.95449974",
    "SWISH, -0.14227762, -0.26894142, -0.09003320, 0, 0.31122967, 1.76159416",
    "SOFTPLUS, 0.04858735, 0.31326169, 0.59813887, 0.69314718, 0.97407698, 2.12692801",
    "SIGMOID, 0.04742587, 0.26894142, 0.45016600, 0.5, 0.62245933, 0.88079708",
    "TANH, -0.99505475, -0.76159416, -0.19737532, 0, 0.46211716, 0.96402758",
    "ARCTAN, -1.24904577, -0.78539816, -0.19739556, 0, 0.46364761, 1.10714872",
    "IDENTITY, -3, -1, -0.2, 0, 0.5, 2",
  })
  void anActivationHasPyTorchsValues(
      Activation activation, double a, double b, double c, double d, double e, double f) {
    MultiLayerNetwork network =
        Networks.create(
            Specs.mlp(new LayerSpec.Dense(6, activation)),
            Specs.training(Specs.adam(), 1),
            new InputShape.Flat(6),
            2,
            Task.CLASSIFICATION,
            1,
            DataType.FLOAT);
    network.getLayer(0).getParam("W").assign(Nd4j.eye(6));
    network.getLayer(0).getParam("b").assign(0);
    INDArray inputs = Nd4j.createFromArray(new float[][] {{-3, -1, -0.2f, 0, 0.5f, 2}});
    assertClose(firstLayer(network, inputs), a, b, c, d, e, f);
  }
}
