package io.espalier.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrimitivesTest {
  private static final float NAN = Float.NaN;
  private static final float LESS = Float.NEGATIVE_INFINITY;
  private static final float MORE = Float.POSITIVE_INFINITY;
  private static final Sliding PAIRS = new Sliding(2, 2, 2, 2, 0, 0, 0, 0);

  @BeforeEach
  void whereItIs() {
    assumeTrue(OneDnn.available() || System.getProperty("os.arch").equals("amd64"));
    assertThat(OneDnn.version()).startsWith("3.");
  }

  private static FloatPointer numbers(float... numbers) {
    return new FloatPointer(numbers);
  }

  private static float[] read(FloatPointer pointer, int count) {
    float[] numbers = new float[count];
    pointer.get(numbers);
    return numbers;
  }

  /** What a primitive with one array on each side makes of numbers, in place. */
  private static float[] inPlace(Primitive primitive, float... given) {
    FloatPointer array = numbers(given);
    primitive.bind(Argument.SOURCE, array);
    primitive.bind(Argument.TARGET, array);
    primitive.run();
    return read(array, given.length);
  }

  @Test
  void aRectifierHidesNothing() {
    try (Layout layout = Layout.rows(1, 1, 2, 5);
        Primitive rectifier = Primitives.rectifier(layout)) {
      assertThat(inPlace(rectifier, NAN, LESS, -2, -1e-30f, 0, 1e-37f, 0.7f, 3, 3e38f, MORE))
          .usingComparatorWithPrecision(0f)
          .containsExactly(NAN, NAN, 0, 0, 0, 1e-37f, 0.7f, 3, 3e38f, MORE);
    }
  }

  @Test
  void aRectifierLetsGradientsOfWhatItLetThrough() {
    try (Layout layout = Layout.rows(1, 1, 1, 4);
        Primitive back = Primitives.rectifierBack(layout)) {
      FloatPointer delta = numbers(5, 6, 7, 8);
      back.bind(Argument.TARGET, numbers(0, 1, -0f, 1e-37f));
      back.bind(Argument.TARGET_GRADIENT, delta);
      back.bind(Argument.SOURCE_GRADIENT, delta);
      back.run();
      assertThat(read(delta, 4)).usingComparatorWithPrecision(0f).containsExactly(0, 6, 0, 8);
    }
  }

  /** Four windows of 2 × 2: of no number, of some, of equal ones, of numbers below 0. */
  private static final float[] IMAGE = {
    NAN, NAN, NAN, 2, //
    NAN, LESS, 1, -3, //
    4, 4, -1, -2, //
    4, 3, -3, -4
  };

  private static float[] maxima(boolean rectified) {
    try (Layout source = Layout.rows(1, 1, 4, 4);
        Layout target = Layout.rows(1, 1, 2, 2);
        Primitive maximum = Primitives.maximum(source, target, PAIRS, false, rectified)) {
      FloatPointer maxima = new FloatPointer(4);
      maximum.bind(Argument.SOURCE, numbers(IMAGE));
      maximum.bind(Argument.TARGET, maxima);
      maximum.run();
      return read(maxima, 4);
    }
  }

  @Test
  void aMaximumOfNoNumberShows() {
    assertThat(maxima(false)).containsExactly(LESS, 2, 4, -1);
    assertThat(maxima(true)).usingComparatorWithPrecision(0f).containsExactly(NAN, 2, 4, 0);
  }

  @Test
  void theFirstOfEqualMaximaTakesTheGradient() {
    try (Layout source = Layout.rows(1, 1, 2, 2);
        Layout target = Layout.rows(1, 1, 1, 1);
        Primitive maximum = Primitives.maximum(source, target, PAIRS, true, false);
        Primitive back = Primitives.maximumBack(source, target, PAIRS, maximum)) {
      FloatPointer workspace = new FloatPointer(maximum.layout(Argument.WORKSPACE).numbers());
      FloatPointer gradient = new FloatPointer(4);
      maximum.bind(Argument.SOURCE, numbers(1, 4, 4, 3));
      maximum.bind(Argument.TARGET, new FloatPointer(1));
      maximum.bind(Argument.WORKSPACE, workspace);
      maximum.run();
      back.bind(Argument.TARGET_GRADIENT, numbers(0.5f));
      back.bind(Argument.SOURCE_GRADIENT, gradient);
      back.bind(Argument.WORKSPACE, workspace);
      back.run();
      assertThat(read(gradient, 4)).containsExactly(0, 0.5f, 0, 0);
    }
  }

  @Test
  void aReorderKeepsTheNumbersAndALayoutKnowsItsRoom() {
    try (Layout rows = Layout.rows(1, 3, 1, 2);
        Layout last = Layout.channelsLast(1, 3, 1, 2);
        Primitive reorder = Primitives.reorder(rows, last)) {
      FloatPointer moved = new FloatPointer(6);
      reorder.bind(Argument.SOURCE, numbers(1, 2, 3, 4, 5, 6));
      reorder.bind(Argument.TARGET, moved);
      reorder.run();
      assertThat(read(moved, 6)).containsExactly(1, 3, 5, 2, 4, 6);
      assertThat(rows.numbers()).isEqualTo(6);
      assertThat(rows.isSameAs(last)).isFalse();
      assertThat(reorder.layout(Argument.TARGET).isSameAs(last)).isTrue();
      assertThat(reorder.layout(Argument.WEIGHTS).numbers()).isZero();
    }
  }
}
