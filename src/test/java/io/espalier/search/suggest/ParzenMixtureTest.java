package io.espalier.search.suggest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.search.space.Domain;
import io.espalier.search.space.RealRange;
import io.espalier.search.space.Scale;
import io.espalier.search.space.Spacing;
import io.espalier.search.space.WholeRange;
import io.espalier.wire.Value;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ParzenMixtureTest {
  private static final Spacing NONE = new Spacing.Unspaced();
  private static final Axis WHOLE = new Axis(new WholeRange(0, 4, Scale.LINEAR, NONE));
  private static final Axis REAL = new Axis(new RealRange(0, 1, Scale.LINEAR, NONE));
  private static final Axis CHOICE =
      new Axis(
          new Domain.Choice(
              List.of(new Value.Text("a"), new Value.Text("b"), new Value.Text("c"))));

  /** Five observations, two of them at the same level with different widths. */
  private static final double[][] POINTS = {
    {0, 1, 1, 4, 1}, {0, 0, 2, 2, 1}, {0.1, 0.2, 0.25, 0.9, 0.2}
  };

  private static final double[] WEIGHTS = {1, 0.5, 2, 1, 0.7};
  private static final double[][] WIDTHS = {
    {0.1, 0.2, 0.2, 0.3, 0.5}, {1, 1, 1, 1, 1}, {0.05, 0.1, 0.1, 0.4, 0.2}
  };

  private static ParzenMixture mixture() {
    return new ParzenMixture(List.of(WHOLE, CHOICE, REAL), POINTS, WEIGHTS, WIDTHS);
  }

  @Test
  void theDensityOfAllPointsTogetherIsOne() {
    int slices = 400;
    double sum = 0;
    for (int level = 0; level < 5; level++) {
      for (int category = 0; category < 3; category++) {
        for (int slice = 0; slice < slices; slice++) {
          double[] at = {level, category, (slice + 0.5) / slices};
          sum += mixture().density(at) / slices;
        }
      }
    }
    assertThat(sum).isCloseTo(1, within(1e-4));
  }

  @Test
  void drawsFallWhereTheDensityIs() {
    int draws = 20_000;
    ParzenMixture mixture = mixture();
    SplittableRandom random = new SplittableRandom(3);
    int drawn = 0;
    for (int draw = 0; draw < draws; draw++) {
      double[] point = mixture.draw(random);
      drawn += point[0] == 1 && point[1] == 0 ? 1 : 0;
    }
    double expected = 0;
    for (int slice = 0; slice < 400; slice++) {
      expected += mixture.density(new double[] {1, 0, (slice + 0.5) / 400}) / 400;
    }
    assertThat((double) drawn / draws).isCloseTo(expected, within(0.015));
  }

  @Test
  void widthsReachToTheFartherNeighbourAndAreLeastForAValueThatSeveralHave() {
    double[][] points = {{0.6, 0.1, 0.2, 0.2, 0.2, 0.9}};
    int[][] ascending = {{1, 2, 3, 4, 0, 5}};
    double[] widths = ParzenWidths.toNext(List.of(REAL), points, ascending)[0];
    double least = 1.0 / 8;
    assertThat(widths)
        .containsExactly(new double[] {0.4, least, least, least, least, 0.3}, within(1e-12));
  }
}
