package io.espalier.engine.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ShiftedPlanesTest {
  private static INDArray drawn(long seed, long... shape) {
    SplittableRandom random = new SplittableRandom(seed);
    INDArray array = Nd4j.create(DataType.FLOAT, shape, 'c');
    for (int i = 0; i < array.length(); i++) {
      array.data().put(i, random.nextDouble() * 2 - 1);
    }
    return array;
  }

  /** Of few outputs, of many, whose products are small ones, and of more than that in one plane. */
  @ParameterizedTest
  @CsvSource({
    "5, 3, 12, 9, 3, 1, 4",
    "7, 1, 28, 28, 5, 2, 8",
    "9, 8, 32, 30, 3, 1, 8",
    "30, 3, 32, 32, 3, 1, 16",
    "6, 3, 64, 64, 5, 0, 40"
  })
  void theGradientIsThatOfTheNativeConvolution(
      int batch, int channels, int height, int width, int kernel, int padding, int outputs) {
    Window window = new Window(kernel, kernel, 1, 1, padding, padding);
    INDArray all = drawn(1, batch + 2, channels, height, width);
    INDArray inputs = all.get(NDArrayIndex.interval(2, batch + 2));
    INDArray delta = drawn(2, window.outputShape(inputs, outputs));
    INDArray expected = Nd4j.create(DataType.FLOAT, outputs, channels, kernel, kernel);
    new NativeCall(
            "conv2d",
            new INDArray[] {exchanged(inputs.dup('c')), exchanged(delta)},
            new INDArray[] {exchanged(expected)},
            window.withKernel(delta.size(2), delta.size(3)).convolution())
        .run();
    INDArray gradient = Nd4j.create(DataType.FLOAT, outputs, channels, kernel, kernel);
    try (Recording recording = new Recording(inputs)) {
      new ShiftedPlanes(window, inputs, delta, recording)
          .record(inputs, delta, gradient, recording);
      recording.take().forEach(Operation::run);
    }
    assertThat(gradient.data().asFloat())
        .usingComparatorWithPrecision(2e-2f)
        .containsExactly(expected.data().asFloat());
    assertThat(gradient.norm2Number().doubleValue()).isGreaterThan(10);
  }

  private static INDArray exchanged(INDArray array) {
    return array.permute(1, 0, 2, 3);
  }

  @Test
  void itIsTakenForFirstConvolutionsOfLargeImages() {
    boolean wide = Processor.hasAvx512();
    assertThat(pays(32, 1, 28, 5, 8)).isEqualTo(wide);
    assertThat(pays(32, 1, 28, 5, 16)).as("a batch that is native code's size").isFalse();
    assertThat(pays(128, 1, 28, 5, 16)).isEqualTo(wide);
    assertThat(pays(64, 3, 32, 3, 64)).isEqualTo(wide);
    assertThat(pays(64, 3, 32, 3, 128)).isFalse();
    assertThat(pays(64, 3, 16, 3, 16)).as("small planes").isFalse();
    assertThat(pays(64, 16, 32, 3, 8)).as("many channels").isFalse();
  }

  private static boolean pays(int batch, int channels, int side, int kernel, int outputs) {
    INDArray inputs = Nd4j.create(DataType.FLOAT, batch, channels, side, side);
    Window window = new Window(kernel, kernel, 1, 1, 0, 0);
    INDArray delta = Nd4j.create(DataType.FLOAT, window.outputShape(inputs, outputs));
    return ShiftedPlanes.pays(window, inputs, delta);
  }
}
