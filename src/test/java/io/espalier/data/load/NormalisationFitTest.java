package io.espalier.data.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.DataException;
import io.espalier.data.DataSpec.Normalise;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Normalisation;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormalisationFitTest {
  private static final List<Double> HALF = List.of(0.5);

  /** Three rows of two features; the third row is not for training. */
  private static Dataset table() {
    return new Dataset(
        new InputShape.Flat(2),
        new Features.Floats(new float[] {1, 5, 3, 5, 1000, 1000}),
        new Targets.Numbers(new float[3], 1),
        List.of("a", "b"),
        0);
  }

  /** Two images of two channels, 1×2 pixels each; the second is not for training. */
  private static Dataset images() {
    byte[] pixels = {0, (byte) 255, 51, 51, 9, 9, 9, 9};
    return new Dataset(
        new InputShape.Image(2, 1, 2),
        new Features.Bytes(pixels),
        new Targets.Classes(new short[2], List.of("a")),
        List.of(),
        0);
  }

  private static Normalisation fit(Dataset dataset, Normalise how, int... train) {
    return new NormalisationFit(dataset, train).fit(how);
  }

  @Test
  void featuresAreFittedOnTheTrainingRowsOnly() {
    Normalisation fitted = fit(table(), new Normalise.Fitted(), 0, 1);
    assertThat(fitted.scale()).isEqualTo(1);
    assertThat(fitted.shift()).containsExactly(2, 5);
    assertThat(fitted.divisor()).containsExactly(1, 1);
  }

  @Test
  void aFeatureThatDoesNotVaryIsDividedByOne() {
    assertThat(fit(table(), new Normalise.Fitted(), 0, 1).divisor()[1]).isEqualTo(1);
    assertThat(fit(table(), new Normalise.Unit(), 0, 1).divisor()).containsExactly(2, 1);
  }

  @Test
  void channelsAreFittedInUnitsOfOne() {
    Normalisation fitted = fit(images(), new Normalise.Fitted(), 0);
    assertThat(fitted.shift()).containsExactly(new float[] {0.5f, 0.2f}, within(1e-6f));
    assertThat(fitted.divisor()).containsExactly(new float[] {0.5f, 1}, within(1e-6f));
  }

  @Test
  void flattenedImagesAreFittedPerChannelToo() {
    Normalisation image = fit(images(), new Normalise.Fitted(), 0);
    Normalisation flat = fit(images().flattened(), new Normalise.Fitted(), 0);
    assertThat(flat.shift()).isEqualTo(image.shift());
    float[] numbers = {0, 255, 51, 51};
    flat.apply(numbers, 0, 1, images().flattened().shape());
    assertThat(numbers).containsExactly(new float[] {-1, 1, 0, 0}, within(1e-6f));
  }

  @Test
  void unitScalesBytesAndTheTrainingRangeOfFeatures() {
    assertThat(fit(images(), new Normalise.Unit(), 0).scale()).isEqualTo(1f / 255f);
    assertThat(fit(table(), new Normalise.Unit(), 0, 1).shift()).containsExactly(1, 5);
  }

  @Test
  void theMeanImageIsSubtractedFromRawValues() {
    Normalisation mean = fit(images(), new Normalise.MeanImage(), 0, 1);
    assertThat(mean.scale()).isEqualTo(1);
    assertThat(mean.shift()).containsExactly(4.5f, 132, 30, 30);
  }

  @Test
  void givenNumbersHoldForAllOrOnePerChannel() {
    Normalisation one = fit(images(), new Normalise.Given(HALF, HALF), 0);
    assertThat(one.shift()).containsExactly(0.5f, 0.5f);
    Normalisation two = fit(images(), new Normalise.Given(List.of(0.1, 0.2), List.of(1.0, 2.0)), 0);
    assertThat(two.divisor()).containsExactly(1, 2);
  }

  @Test
  void givenNumbersThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> fit(images(), new Normalise.Given(List.of(1.0, 2.0, 3.0), HALF), 0))
        .isInstanceOf(DataException.class)
        .hasMessage("normalize.mean: expected 1 number or 2, one per channel or feature, found 3");
    assertThatThrownBy(() -> fit(images(), new Normalise.Given(HALF, List.of(0.0)), 0))
        .isInstanceOf(DataException.class)
        .hasMessage("normalize.std: expected finite numbers above 0, found [0.0]");
  }
}
