package io.espalier.engine.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.wire.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The functions far from 0, where the gradient tests do not come. */
class ElementFunctionTest {
  private static final float[] FAR = {-1e30f, -300, -90, -20, 20, 90, 300, 1e30f};

  private static float[] values(Activation activation, float... x) {
    float[] y = new float[x.length];
    ElementFunction.of(activation).apply(x, y, x.length);
    return y;
  }

  private static float[] slopes(Activation activation, float... x) {
    float[] delta = new float[x.length];
    java.util.Arrays.fill(delta, 1);
    ElementFunction.of(activation).multiply(x, values(activation, x), delta, x.length);
    return delta;
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void largeNumbersGiveFiniteOnesThatAreNotDenormal(Activation activation) {
    for (float[] results : new float[][] {values(activation, FAR), slopes(activation, FAR)}) {
      for (float result : results) {
        assertThat(result).isFinite();
        assertThat(result == 0 || Math.abs(result) >= Float.MIN_NORMAL).isTrue();
      }
    }
  }

  @Test
  void aRectifierHasNoSlopeAtZeroAndAFullOneAboveIt() {
    assertThat(slopes(Activation.RELU, -1, -0f, 0, Float.MIN_NORMAL, 1, 1e30f))
        .containsExactly(0, 0, 0, 1, 1, 1);
    assertThat(slopes(Activation.LEAKY_RELU, -1, 0, 1)).containsExactly(0.01f, 0.01f, 1);
  }

  @Test
  void whatIsNotANumberStaysSo() {
    assertThat(values(Activation.RELU, Float.NaN)[0]).isNaN();
  }

  /** Φ(1) and Φ(−2) from a table. */
  @Test
  void theNormalDistributionIsThatOfTables() {
    assertThat(Curve.normal(0)).isCloseTo(0.5, within(1e-7));
    assertThat(Curve.normal(1)).isCloseTo(0.8413447461, within(1e-7));
    assertThat(Curve.normal(-2)).isCloseTo(0.0227501319, within(1e-7));
  }
}
