package io.espalier.engine.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.Specs;
import io.espalier.engine.models.Networks;
import io.espalier.engine.step.CompiledPasses;
import io.espalier.wire.Activation;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.LayerSpec.Window;
import io.espalier.wire.Task;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution is a linear map followed by its activation, average and sum pooling are linear
 * maps. The matrix of a layer is what the layer makes of the unit inputs; each layer is asked both
 * ways it can be computed, layer by layer and compiled, and in both precisions.
 */
class LinearMapTest {
  private static final int CHANNELS = 2;
  private static final int HEIGHT = 6;
  private static final int WIDTH = 7;
  private static final InputShape IMAGE = new InputShape.Image(CHANNELS, HEIGHT, WIDTH);
  private static final int INPUTS = CHANNELS * HEIGHT * WIDTH;

  @ParameterizedTest
  @CsvSource({
    "3, 1, 1, 1, 1, 0, 0",
    "1, 2, 2, 1, 1, 0, 0",
    "4, 3, 3, 1, 1, 1, 1",
    "3, 3, 3, 2, 2, 0, 0",
    "2, 5, 5, 1, 1, 2, 2",
    "3, 3, 2, 2, 1, 1, 0",
    "2, 2, 4, 3, 2, 0, 1"
  })
  void aConvolutionIsALinearMapFollowedByItsActivation(
      int channels, int kh, int kw, int sh, int sw, int ph, int pw) {
    Window window = new Window(kh, kw, sh, sw, ph, pw);
    for (DataType precision : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
      OneLayer linear =
          new OneLayer(new LayerSpec.Conv(channels, window, Activation.IDENTITY), precision);
      OneLayer convolution =
          new OneLayer(new LayerSpec.Conv(channels, window, Activation.TANH), precision);
      convolution.sharesWeightsWith(linear);

      double[] shift = linear.of(new double[1][INPUTS])[0];
      double[][] matrix = linear.matrix();
      assertClose(matrix, byDefinition(linear, window), precision);

      double[][] inputs = random(5);
      double[][] expected = product(inputs, matrix, shift);
      for (double[] row : expected) {
        for (int i = 0; i < row.length; i++) {
          row[i] = Math.tanh(row[i]);
        }
      }
      assertClose(convolution.of(inputs), expected, precision);
      assertClose(convolution.compiled(inputs), expected, precision);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AVERAGE, 2, 2, 2, 2, 0, 0",
    "SUM,     2, 2, 2, 2, 0, 0",
    "AVERAGE, 3, 3, 1, 1, 1, 1",
    "SUM,     3, 3, 2, 2, 1, 1",
    "AVERAGE, 3, 2, 2, 3, 1, 0",
    "SUM,     2, 5, 1, 2, 1, 2"
  })
  void averageAndSumPoolingAreLinearMaps(
      Pooling pooling, int kh, int kw, int sh, int sw, int ph, int pw) {
    Window window = new Window(kh, kw, sh, sw, ph, pw);
    double weight = pooling == Pooling.SUM ? 1 : 1.0 / (kh * kw);
    for (DataType precision : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
      OneLayer pool = new OneLayer(new LayerSpec.Pool(pooling, window), precision);
      double[][] matrix = pool.matrix();
      assertClose(
          matrix, matrix(window, CHANNELS, (to, from, y, x) -> to == from ? weight : 0), precision);

      double[][] inputs = random(5);
      double[][] expected = product(inputs, matrix, new double[matrix[0].length]);
      assertClose(pool.of(inputs), expected, precision);
      assertClose(pool.compiled(inputs), expected, precision);
    }
  }

  /** What an output channel's window gives to the number of an input channel below it. */
  private interface Kernel {
    double weight(int to, int from, int y, int x);
  }

  private static double[][] byDefinition(OneLayer convolution, Window window) {
    INDArray weights = convolution.network.getLayer(0).getParam("W");
    return matrix(
        window, (int) weights.size(0), (to, from, y, x) -> weights.getDouble(to, from, y, x));
  }

  /** The matrix {@code [inputs, outputs]} of a sliding window. */
  private static double[][] matrix(Window window, int channels, Kernel kernel) {
    int height = (HEIGHT + 2 * window.paddingHeight() - window.kernelHeight());
    int width = (WIDTH + 2 * window.paddingWidth() - window.kernelWidth());
    int rows = height / window.strideHeight() + 1;
    int columns = width / window.strideWidth() + 1;
    double[][] matrix = new double[INPUTS][channels * rows * columns];
    for (int output = 0; output < channels * rows * columns; output++) {
      int to = output / (rows * columns);
      int top = output / columns % rows * window.strideHeight() - window.paddingHeight();
      int left = output % columns * window.strideWidth() - window.paddingWidth();
      for (int input = 0; input < INPUTS; input++) {
        int y = input / WIDTH % HEIGHT - top;
        int x = input % WIDTH - left;
        if (y >= 0 && y < window.kernelHeight() && x >= 0 && x < window.kernelWidth()) {
          matrix[input][output] = kernel.weight(to, input / (HEIGHT * WIDTH), y, x);
        }
      }
    }
    return matrix;
  }

  private static double[][] product(double[][] inputs, double[][] matrix, double[] shift) {
    double[][] product = new double[inputs.length][];
    for (int i = 0; i < inputs.length; i++) {
      product[i] = shift.clone();
      for (int j = 0; j < matrix.length; j++) {
        for (int k = 0; k < shift.length; k++) {
          product[i][k] += inputs[i][j] * matrix[j][k];
        }
      }
    }
    return product;
  }

  private static double[][] random(int examples) {
    SplittableRandom random = new SplittableRandom(11);
    double[][] numbers = new double[examples][];
    for (int i = 0; i < examples; i++) {
      numbers[i] = random.doubles(INPUTS, -1, 1).toArray();
    }
    return numbers;
  }

  private static void assertClose(double[][] actual, double[][] expected, DataType precision) {
    assertThat(actual).hasDimensions(expected.length, expected[0].length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .as("row %d in %s", i, precision)
          .containsExactly(expected[i], within(precision == DataType.DOUBLE ? 1e-13 : 1e-5));
    }
  }

  /** A network whose output layer hands on what its one hidden layer puts out. */
  private static final class OneLayer {
    private final MultiLayerNetwork network;
    private final DataType precision;

    OneLayer(LayerSpec layer, DataType precision) {
      this.precision = precision;
      int outputs = create(layer, 2, precision).layerInputSize(1);
      network = create(layer, outputs, precision);
      network.getLayer(1).getParam("W").assign(Nd4j.eye(outputs).castTo(precision));
      network.getLayer(1).getParam("b").assign(0);
    }

    private static MultiLayerNetwork create(LayerSpec layer, int outputs, DataType precision) {
      return Networks.create(
          Specs.cnn(layer),
          Specs.training(Specs.adam(), 1),
          IMAGE,
          outputs,
          Task.CLASSIFICATION,
          3,
          precision);
    }

    void sharesWeightsWith(OneLayer other) {
      network.setParams(other.network.params());
    }

    /** The layer's outputs for unit inputs, less those for zeros: row i is the input's column. */
    double[][] matrix() {
      double[] zero = of(new double[1][INPUTS])[0];
      double[][] units = new double[INPUTS][INPUTS];
      for (int i = 0; i < INPUTS; i++) {
        units[i][i] = 1;
      }
      double[][] matrix = of(units);
      for (double[] row : matrix) {
        for (int i = 0; i < row.length; i++) {
          row[i] -= zero[i];
        }
      }
      return matrix;
    }

    double[][] of(double[][] inputs) {
      INDArray outputs = network.feedForwardToLayer(0, images(inputs)).get(1);
      return outputs.reshape('c', inputs.length, -1).castTo(DataType.DOUBLE).toDoubleMatrix();
    }

    double[][] compiled(double[][] inputs) {
      try (CompiledPasses passes = new CompiledPasses(network)) {
        return passes.forward(images(inputs)).castTo(DataType.DOUBLE).toDoubleMatrix();
      }
    }

    private INDArray images(double[][] inputs) {
      return Nd4j.createFromArray(inputs)
          .reshape('c', inputs.length, CHANNELS, HEIGHT, WIDTH)
          .castTo(precision);
    }
  }
}
