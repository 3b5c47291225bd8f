package io.espalier.engine.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SigmoidCurvesTest {
  private static final int NUMBERS = 200_001;
  private static final float[] NO_BIAS = new float[NUMBERS];

  private static float[] range() {
    float[] x = new float[NUMBERS];
    for (int i = 0; i < NUMBERS; i++) {
      x[i] = -25f + 50f * i / (NUMBERS - 1);
    }
    return x;
  }

  @Test
  void theTangentIsRightToTwoUnitsInItsLastPlace() {
    float[] x = range();
    float[] y = x.clone();
    SigmoidCurves.tangent(y, NO_BIAS, NUMBERS);
    for (int i = 0; i < NUMBERS; i++) {
      double exact = Math.tanh(x[i]);
      assertThat((double) y[i]).isCloseTo(exact, within(Math.min(2e-7, 4e-7 * Math.abs(exact))));
    }
  }

  @Test
  void theLogisticFunctionIsRightToTheSame() {
    float[] x = range();
    float[] y = x.clone();
    SigmoidCurves.logistic(y, NO_BIAS, NUMBERS);
    for (int i = 0; i < NUMBERS; i++) {
      assertThat((double) y[i]).isCloseTo(1 / (1 + Math.exp(-x[i])), within(1.5e-7));
    }
  }

  @Test
  void farNumbersAndZeroAreExactAndWhatIsNoNumberStaysNone() {
    float[] x = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0, Float.NaN, 1e30f};
    float[] tangent = x.clone();
    float[] logistic = x.clone();
    SigmoidCurves.tangent(tangent, NO_BIAS, x.length);
    SigmoidCurves.logistic(logistic, NO_BIAS, x.length);
    assertThat(tangent)
        .usingComparatorWithPrecision(1.3e-7f)
        .containsExactly(1, -1, 0, Float.NaN, 1);
    assertThat(logistic)
        .usingComparatorWithPrecision(1.3e-7f)
        .containsExactly(1, 0, 0.5f, Float.NaN, 1);
  }

  /** Which numbers are computed as a vector depends on where they lie, and changes no bit. */
  @Test
  void aNumberGivesTheSameBitsWhereverItLies() {
    float[] x = range();
    float[] together = x.clone();
    SigmoidCurves.tangent(together, NO_BIAS, NUMBERS);
    for (int i = 0; i < NUMBERS; i += 97) {
      float[] alone = Arrays.copyOfRange(x, i, i + 1);
      SigmoidCurves.tangent(alone, NO_BIAS, 1);
      assertThat(alone[0]).isEqualTo(together[i]);
    }
  }

  @Test
  void biasesAreAdded() {
    float[] x = {0.25f, -1f};
    float[] sums = {0.75f, 1f};
    SigmoidCurves.tangent(x, new float[] {0.5f, 2f}, 2);
    SigmoidCurves.tangent(sums, NO_BIAS, 2);
    assertThat(x).containsExactly(sums);
  }
}
