package io.espalier.search.suggest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.search.space.Domain;
import io.espalier.search.space.RealRange;
import io.espalier.search.space.Scale;
import io.espalier.search.space.Spacing;
import io.espalier.search.suggest.GaussianProcess.Prediction;
import io.espalier.search.suggest.GaussianProcess.Scales;
import io.espalier.wire.Value;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GaussianProcessTest {
  private static final Axis RATE =
      new Axis(new RealRange(0, 1, Scale.LINEAR, new Spacing.Unspaced()));
  private static final Axis KIND =
      new Axis(new Domain.Choice(List.of(new Value.Text("a"), new Value.Text("b"))));

  @Test
  void oneObservationIsPredictedAsTheFormulaHasIt() {
    GaussianProcess process =
        new GaussianProcess(
            List.of(RATE),
            new double[][] {{0.5}},
            new double[] {2},
            1,
            new Scales(new double[] {1 / 0.04}, 0.1),
            3);
    double distance = Math.sqrt(5) * 0.1 / 0.2;
    double covariance = (1 + distance + distance * distance / 3) * Math.exp(-distance);
    Prediction near = process.at(new double[] {0.6});
    assertThat(near.mean()).isCloseTo(2 * covariance / 1.1, within(1e-12));
    assertThat(near.deviation())
        .isCloseTo(Math.sqrt(3 * (1 - covariance * covariance / 1.1)), within(1e-12));
    assertThat(process.mean(new double[] {0.6})).isEqualTo(near.mean());
  }

  @Test
  void aMissingCoordinateLiesBesideTheAxisAndCategoriesAreAtDistanceOne() {
    assertThat(GaussianProcess.square(KIND, 0, 1)).isEqualTo(1);
    assertThat(GaussianProcess.square(KIND, 0, Double.NaN)).isEqualTo(1);
    assertThat(GaussianProcess.square(KIND, 1, 1)).isZero();
    assertThat(GaussianProcess.square(RATE, 0, Double.NaN)).isEqualTo(1);
    assertThat(GaussianProcess.square(RATE, Double.NaN, 0.2)).isCloseTo(0.84, within(1e-12));
    assertThat(GaussianProcess.square(RATE, Double.NaN, Double.NaN)).isZero();
    assertThat(GaussianProcess.square(RATE, 0.2, 0.5)).isCloseTo(0.09, within(1e-12));
  }

  @Test
  void pointsWithoutACoordinateFitAmongThoseThatHaveIt() {
    double[][] points = new double[33][];
    double[] values = new double[33];
    for (int i = 0; i < 32; i++) {
      points[i] = new double[] {i / 31.0};
      values[i] = Math.sin(i);
    }
    points[32] = new double[] {Double.NaN};
    Scales wide = new Scales(new double[] {0.01}, 1e-6);
    assertThat(
            new GaussianProcess(List.of(RATE), points, values, 33, wide, 1).at(points[32]).mean())
        .isCloseTo(0, within(0.01));
  }

  @Test
  void theFitFindsWhichAxisMattersAndHowNoisyValuesAre() {
    double[][] points = new double[60][];
    double[] smooth = new double[60];
    double[] noisy = new double[60];
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 60; i++) {
      points[i] = new double[] {random.nextDouble(), random.nextDouble()};
      smooth[i] = Math.sqrt(2) * Math.sin(7 * points[i][0]);
      noisy[i] = smooth[i] + 0.7 * Normal.draw(random);
    }
    Scales found = GaussianFit.fit(List.of(RATE, RATE), points, smooth).scales();
    assertThat(found.inverse()[0]).isGreaterThan(20 * found.inverse()[1]);
    assertThat(found.noise()).isLessThan(1e-3);
    assertThat(GaussianFit.fit(List.of(RATE, RATE), points, noisy).scales().noise())
        .isGreaterThan(0.05);
  }

  @Test
  void theExpectedImprovementIsTheIntegralOfWhatIsGained() {
    Prediction prediction = new Prediction(1, 0.5);
    double sum = 0;
    for (int i = 0; i < 200_000; i++) {
      double z = -10 + i * 1e-4;
      sum += Math.max(0, 0.7 - (1 + 0.5 * z)) * Normal.density(z) * 1e-4;
    }
    assertThat(Math.exp(new ExpectedImprovement(0.7).logarithm(prediction)))
        .isCloseTo(sum, within(1e-6));
    double last = new ExpectedImprovement(0.25).logarithm(prediction);
    for (double least = 0; least > -20; least -= 0.25) {
      double now = new ExpectedImprovement(least).logarithm(prediction);
      assertThat(now).as("falls without a jump at %s", least).isBetween(last - 25, last);
      last = now;
    }
  }
}
