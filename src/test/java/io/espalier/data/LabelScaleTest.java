package io.espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.wire.InputShape;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelScaleTest {
  /** Two numbers of each of four examples; the second does not vary. */
  private static final Targets.Numbers NUMBERS =
      new Targets.Numbers(new float[] {1000, 7, 3000, 7, 5000, 7, 90_000, 7}, 2);

  @Test
  void eachNumberIsScaledByTheExamplesThatAreGiven() {
    LabelScale scale = NUMBERS.fitted(new int[] {0, 1}).scale();
    assertThat(scale.scaled(1000, 0)).isEqualTo(-1);
    assertThat(scale.scaled(90_000, 0)).isEqualTo(88);
    assertThat(scale.scaled(8, 1)).as("what does not vary is only shifted").isEqualTo(1);
    assertThat(scale.raw(scale.scaled(4321, 0), 0)).isCloseTo(4321, within(1e-9));
    float[][] outputs = {{0, 0}, {1, -1}};
    scale.unscale(outputs);
    assertThat(outputs).isDeepEqualTo(new float[][] {{2000, 7}, {3000, 6}});
  }

  @Test
  void numbersThatNobodyScalesStayAsTheyAre() {
    assertThat(LabelScale.NONE.scaled(0.1, 5)).isEqualTo(0.1);
    assertThat(LabelScale.NONE.raw(0.1, 5)).isEqualTo(0.1);
    assertThatThrownBy(() -> new LabelScale(new float[1], new float[] {0}))
        .hasMessage("a deviation must be above 0, not 0.0");
  }

  @Test
  void aFoldIsScaledByItsOwnTrainingPart() {
    Dataset dataset =
        new Dataset(
            new InputShape.Flat(1),
            new Features.Floats(new float[4]),
            NUMBERS.fitted(new int[] {0, 1, 2, 3}),
            List.of("x"),
            0);
    Split whole = new Split(new int[] {0, 1, 2, 3}, new int[0], new int[0]);
    Split fold = new Split(new int[] {1, 2}, new int[] {0, 3}, new int[0]);
    PreparedData data =
        new PreparedData(
            dataset,
            whole,
            Normalisation.NONE,
            List.of(new PreparedData.Fold(fold, Normalisation.NONE)),
            "print");
    assertThat(data.fold(1).dataset().targets().scale().mean()).containsExactly(4000, 7);
    assertThat(data.fold(0).dataset().targets().scale().mean()).containsExactly(24_750, 7);
  }
}
