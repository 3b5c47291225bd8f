package io.espalier.engine.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class PlanePoolingTest {
  private static final long BATCH = 3;
  private static final long CHANNELS = 2;

  /** One pooling: an image's size and a window. */
  private record Case(long height, long width, Window window) {}

  static List<Case> cases() {
    return List.of(
        new Case(28, 28, new Window(2, 2, 2, 2, 0, 0)),
        new Case(14, 9, new Window(3, 3, 3, 3, 0, 0)),
        new Case(11, 8, new Window(3, 2, 2, 1, 0, 0)),
        new Case(7, 7, new Window(3, 3, 2, 2, 1, 1)),
        new Case(6, 5, new Window(2, 3, 1, 2, 0, 1)),
        new Case(5, 5, new Window(5, 5, 5, 5, 0, 0)),
        new Case(4, 6, new Window(1, 1, 1, 1, 0, 0)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void maximaAreTheNativeOnesBitForBit(Case one) {
    agree(one, "maxpool2d", maximum(one, false, image(one)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void meansAreTheNativeOnes(Case one) {
    agree(one, "avgpool2d", PlanePooling.mean(one.window, 1, image(one), outputs(one)));
  }

  private static void agree(Case one, String operation, PlanePooling pooling) {
    INDArray inputs = image(one);
    INDArray expected = Nd4j.create(outputs(one));
    run(operation, one.window, expected, inputs);
    INDArray found = Nd4j.create(outputs(one));
    pooling.forward(inputs, found);
    close(found, expected, operation);

    INDArray delta = numbers(expected.shape(), 8);
    INDArray gradient = Nd4j.create(inputs.shape());
    run(operation + "_bp", one.window, gradient, inputs, delta);
    INDArray back = Nd4j.create(inputs.shape());
    pooling.backward(delta, back);
    close(back, gradient, operation + "_bp");
  }

  /** Maxima choose numbers and never round them; windows that overlap add what is scattered. */
  private static void close(INDArray found, INDArray expected, String operation) {
    float most = operation.equals("maxpool2d") ? 0 : 1e-6f;
    assertThat(found.data().asFloat())
        .usingComparatorWithPrecision(most)
        .containsExactly(expected.data().asFloat());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theMaximumOfRectifiedNumbersIsTheRectifiedMaximum(Case one) {
    INDArray inputs = image(one).subi(0.7);
    INDArray rectified = inputs.dup('c');
    for (long i = 0; i < rectified.length(); i++) {
      rectified.putScalar(i, Math.max(rectified.getFloat(i), 0));
    }
    PlanePooling after = maximum(one, false, inputs);
    PlanePooling both = maximum(one, true, inputs);
    INDArray expected = Nd4j.create(outputs(one));
    INDArray found = Nd4j.create(outputs(one));
    after.forward(rectified, expected);
    both.forward(inputs, found);
    assertThat(found.data().asFloat()).containsExactly(expected.data().asFloat());

    INDArray delta = numbers(outputs(one), 9);
    INDArray gradient = Nd4j.create(inputs.shape());
    INDArray back = Nd4j.create(inputs.shape());
    after.backward(delta, gradient);
    for (long i = 0; i < gradient.length(); i++) {
      gradient.putScalar(i, rectified.getFloat(i) > 0 ? gradient.getFloat(i) : 0);
    }
    both.backward(delta, back);
    assertThat(back.data().asFloat()).containsExactly(gradient.data().asFloat());
  }

  /** A network that is not trained takes maxima without their places. */
  @ParameterizedTest
  @MethodSource("cases")
  void withoutTheWayBackMaximaAreTheSame(Case one) {
    for (boolean rectified : new boolean[] {false, true}) {
      INDArray inputs = image(one).subi(0.7);
      INDArray expected = Nd4j.create(outputs(one));
      INDArray found = Nd4j.create(outputs(one));
      maximum(one, rectified, inputs).forward(inputs, expected);
      PlanePooling.maximum(one.window, rectified, false, inputs, outputs(one))
          .forward(inputs, found);
      assertThat(found.data().asFloat()).containsExactly(expected.data().asFloat());
    }
  }

  private static PlanePooling maximum(Case one, boolean rectified, INDArray inputs) {
    return PlanePooling.maximum(one.window, rectified, true, inputs, outputs(one));
  }

  @Test
  void viewsOfALongerArrayAreReadWhereTheyBegin() {
    Case one = cases().get(0);
    INDArray longer = numbers(new long[] {2 * BATCH, CHANNELS, one.height, one.width}, 3);
    INDArray view = longer.get(NDArrayIndex.interval(BATCH, 2 * BATCH));
    PlanePooling pooling = maximum(one, false, view);
    INDArray found = Nd4j.create(outputs(one));
    pooling.forward(view, found);
    INDArray expected = Nd4j.create(outputs(one));
    pooling.forward(view.dup('c'), expected);
    assertThat(found.data().asFloat()).containsExactly(expected.data().asFloat());
  }

  private static void run(String operation, Window window, INDArray output, INDArray... inputs) {
    Nd4j.exec(
        DynamicCustomOp.builder(operation)
            .addInputs(inputs)
            .addOutputs(output)
            .addIntegerArguments(
                Arrays.stream(window.pooling()).mapToInt(Math::toIntExact).toArray())
            .build());
  }

  /** Numbers of few different values, so that maxima tie. */
  private static INDArray image(Case one) {
    INDArray image = numbers(new long[] {BATCH, CHANNELS, one.height, one.width}, 7);
    for (long i = 0; i < image.length(); i++) {
      image.putScalar(i, Math.round(image.getFloat(i) * 4) / 4f);
    }
    return image;
  }

  private static long[] outputs(Case one) {
    INDArray inputs = Nd4j.create(BATCH, CHANNELS, one.height, one.width);
    return one.window.outputShape(inputs, CHANNELS);
  }

  private static INDArray numbers(long[] shape, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    INDArray numbers = Nd4j.create(shape);
    for (long i = 0; i < numbers.length(); i++) {
      numbers.putScalar(i, (float) (random.nextDouble() * 2 - 0.5));
    }
    return numbers;
  }
}
