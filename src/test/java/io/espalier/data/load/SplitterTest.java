package io.espalier.data.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.data.DataSpec.Amount;
import io.espalier.data.DataSpec.Selection;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Split;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import io.espalier.wire.Part;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SplitterTest {
  private static final Amount NONE = new Amount.Count(0);

  /**
   * Classes 0 (half), 1 (three tenths) and 2 (a fifth) of 100 examples, some of them for the test.
   */
  private static Dataset dataset(int officialTest) {
    short[] labels = new short[100];
    for (int i = 0; i < 100; i++) {
      labels[i] = (short) (i % 10 < 5 ? 0 : i % 10 < 8 ? 1 : 2);
    }
    return new Dataset(
        new InputShape.Flat(1),
        new Features.Floats(new float[100]),
        new Targets.Classes(labels, List.of("0", "1", "2")),
        List.of("x"),
        officialTest);
  }

  private static DataSpec spec(
      int limit, Amount validation, Amount test, int testLimit, Selection selection) {
    return new DataSpec(
        new DataSource.Iris(),
        limit,
        validation,
        0,
        test,
        testLimit,
        selection,
        new DataSpec.Normalise.None(),
        false);
  }

  private static Split split(Dataset dataset, DataSpec spec, long seed) {
    return new Splitter(dataset.targets(), dataset.officialTest(), spec, seed).split();
  }

  @ParameterizedTest
  @EnumSource(Selection.class)
  void partsAreDisjointCompleteAndInFileOrder(Selection selection) {
    Split split =
        split(dataset(0), spec(0, new Amount.Share(0.25), new Amount.Count(20), 0, selection), 7);
    assertThat(split.test()).hasSize(20);
    assertThat(split.validation()).hasSize(20);
    assertThat(split.train()).hasSize(60);
    assertThat(
            Stream.of(split.train(), split.validation(), split.test())
                .flatMapToInt(Arrays::stream)
                .sorted())
        .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    for (Part part : List.of(Part.TRAIN, Part.VALIDATION, Part.TEST)) {
      assertThat(split.rows(part)).isSorted();
    }
  }

  @ParameterizedTest
  @EnumSource(Selection.class)
  void theSameSeedGivesTheSameParts(Selection selection) {
    DataSpec spec = spec(50, new Amount.Share(0.2), NONE, 0, selection);
    Split first = split(dataset(10), spec, 3);
    Split second = split(dataset(10), spec, 3);
    assertThat(second.train()).isEqualTo(first.train());
    assertThat(second.validation()).isEqualTo(first.validation());
    assertThat(split(dataset(10), spec, 4).train()).isNotEqualTo(first.train());
  }

  @Test
  void stratifiedPartsHaveTheClassesInProportion() {
    Split split =
        split(dataset(0), spec(0, new Amount.Count(20), NONE, 0, Selection.STRATIFIED), 1);
    Targets.Classes classes = (Targets.Classes) dataset(0).targets();
    int[] counts = new int[3];
    for (int row : split.validation()) {
      counts[classes.labels()[row]]++;
    }
    assertThat(counts).containsExactly(10, 6, 4);
  }

  @Test
  void stratifiedCountsThatDoNotDivideStillAddUp() {
    Split split = split(dataset(0), spec(0, new Amount.Count(7), NONE, 0, Selection.STRATIFIED), 1);
    assertThat(split.validation()).hasSize(7);
  }

  @Test
  void theOfficialTestPartIsKeptAndMayBeLimitedToItsFirst() {
    Split split = split(dataset(30), spec(0, new Amount.Count(5), NONE, 10, Selection.LAST), 1);
    assertThat(split.test()).containsExactly(IntStream.range(70, 80).toArray());
    assertThat(split.validation()).containsExactly(65, 66, 67, 68, 69);
    assertThat(split.train()).containsExactly(IntStream.range(0, 65).toArray());
  }

  @Test
  void aLimitDrawsFromTheExamplesToLearnFromOnly() {
    Split split = split(dataset(40), spec(20, NONE, NONE, 0, Selection.RANDOM), 1);
    assertThat(split.train()).hasSize(20).isSorted().doesNotHaveDuplicates();
    assertThat(Arrays.stream(split.train()).max().orElse(99)).isLessThan(60);
    assertThat(split.train()).isNotEqualTo(IntStream.range(0, 20).toArray());
    assertThat(split.test()).hasSize(40);
  }

  @Test
  void moreThanThereIsSaysHowMuchThereIs() {
    assertRefused(
        spec(101, NONE, NONE, 0, Selection.RANDOM),
        "limit = 101: expected at most the 100 examples there are to learn from (0 for all)");
    assertRefused(
        spec(0, new Amount.Count(100), NONE, 0, Selection.RANDOM),
        "validation = 100: expected fewer than the 100 examples left to learn from");
    assertRefused(
        spec(0, new Amount.Count(50), new Amount.Share(0.5), 0, Selection.LAST),
        "validation = 50: expected fewer than the 50 examples left to learn from");
    assertRefused(
        spec(0, NONE, NONE, 5, Selection.LAST),
        "test-limit = 5: expected at most the 0 examples of the official test part (0 for all)");
    assertRefused(
        spec(3, new Amount.Share(0.1), NONE, 0, Selection.LAST),
        "validation = 0.1: of 3 examples that is none");
  }

  private static void assertRefused(DataSpec spec, String message) {
    assertThatThrownBy(() -> split(dataset(0), spec, 1))
        .isInstanceOf(DataException.class)
        .hasMessage(message);
  }

  @Test
  void stratifyingNumbersIsRefused() {
    Dataset numbers =
        new Dataset(
            new InputShape.Flat(1),
            new Features.Floats(new float[4]),
            new Targets.Numbers(new float[4], 1),
            List.of("x"),
            0);
    assertThatThrownBy(
            () -> split(numbers, spec(0, new Amount.Count(1), NONE, 0, Selection.STRATIFIED), 1))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "selection = stratified: expected classes to predict, found numbers; use random");
  }
}
