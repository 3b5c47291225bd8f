package io.espalier.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.Targets;
import io.espalier.engine.trial.TrainingStep.StepResult;
import io.espalier.wire.Loss;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Losses of lanes against those of one network. */
class LaneLossTest {
  private static final int EXAMPLES = 50;
  private static final int[] ROWS = new int[EXAMPLES + 1];
  private static final int[] REVERSED = new int[EXAMPLES + 1];
  private static final Targets.Classes CLASSES =
      new Targets.Classes(new short[EXAMPLES], List.of("a", "b", "c"));

  static {
    for (int i = 0; i <= EXAMPLES; i++) {
      ROWS[i] = (i * 7 + 3) % EXAMPLES;
      REVERSED[EXAMPLES - i] = ROWS[i];
      CLASSES.labels()[i % EXAMPLES] = (short) (i % 3);
    }
  }

  private static double[][] outputs(int lanes, double scale) {
    SplittableRandom random = new SplittableRandom(5);
    double[][] outputs = new double[3][EXAMPLES * lanes];
    for (double[] numbers : outputs) {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) random.nextDouble(-scale, scale);
      }
    }
    return outputs;
  }

  @ParameterizedTest
  @EnumSource
  void lossesAndGradientsAreThoseOfOneNetwork(Loss loss) {
    Criterion exact = Criterion.of(loss, CLASSES);
    Criterion other =
        exact instanceof Criterion.CrossEntropy entropy
            ? new Criterion.Smoothed(entropy, 0.1)
            : exact;
    List<Criterion> criteria = List.of(exact, other, exact, exact);
    int[][] rows = {ROWS, ROWS, REVERSED, ROWS};
    for (double scale : new double[] {0.01, 5, 2000}) {
      double[][] outputs = outputs(4, scale);
      double[][] gradient = new double[3][EXAMPLES * 4];
      List<StepResult> results =
          new LaneLoss(criteria, CLASSES).step(outputs, rows, 1, EXAMPLES, gradient);
      for (int lane = 0; lane < 4; lane++) {
        double[] own = new double[EXAMPLES * 3];
        double[] delta = new double[own.length];
        for (int i = 0; i < own.length; i++) {
          own[i] = outputs[i % 3][i / 3 * 4 + lane];
        }
        StepResult alone =
            new BatchLoss(criteria.get(lane), CLASSES).measure(own, rows[lane], 1, EXAMPLES, delta);
        assertThat(results.get(lane).lossSum())
            .isCloseTo(alone.lossSum(), within(1e-11 * Math.max(1, alone.lossSum())));
        assertThat(results.get(lane).correct()).isEqualTo(alone.correct());
        for (int i = 0; i < own.length; i++) {
          double mean = BatchLoss.meanGradient(delta[i], EXAMPLES);
          assertThat(gradient[i % 3][i / 3 * 4 + lane])
              .isCloseTo(mean, within(1e-12 * Math.max(1, Math.abs(mean))));
        }
      }
    }
  }

  @Test
  void aLaneThatBrokeMovesNothingAndLeavesTheOthersAlone() {
    Criterion exact = Criterion.of(Loss.CROSS_ENTROPY, CLASSES);
    double[][] outputs = outputs(2, 5);
    double[][] broken = outputs(2, 5);
    broken[1][6] = Double.NaN;
    double[][] gradient = new double[3][EXAMPLES * 2];
    double[][] disturbed = new double[3][EXAMPLES * 2];
    LaneLoss loss = new LaneLoss(List.of(exact, exact), CLASSES);
    int[][] rows = {ROWS, ROWS};
    StepResult whole = loss.step(outputs, rows, 0, EXAMPLES, gradient).get(1);
    List<StepResult> results = loss.step(broken, rows, 0, EXAMPLES, disturbed);
    assertThat(results.get(0).lossSum()).isNaN();
    assertThat(results.get(1)).isEqualTo(whole);
    for (int output = 0; output < 3; output++) {
      for (int at = 0; at < EXAMPLES * 2; at++) {
        assertThat(disturbed[output][at]).isEqualTo(at % 2 == 0 ? 0 : gradient[output][at]);
      }
    }
  }
}
