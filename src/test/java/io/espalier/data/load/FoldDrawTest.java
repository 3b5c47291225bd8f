package io.espalier.data.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.data.DataSpec.Amount;
import io.espalier.data.DataSpec.Selection;
import io.espalier.data.PreparedData;
import io.espalier.data.Split;
import io.espalier.data.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FoldDrawTest {
  private static final DataSource BLOBS = new DataSource.Blobs(103, 2, 4, 1);

  private static DataSpec spec(DataSource source, int folds, double test, Selection selection) {
    return new DataSpec(
        source,
        0,
        new Amount.Share(0),
        folds,
        new Amount.Share(test),
        0,
        selection,
        new DataSpec.Normalise.Fitted(),
        false);
  }

  private static PreparedData load(int folds, double test, Selection selection, long seed) {
    return new DataLoader(new Configuration(false)).load(spec(BLOBS, folds, test, selection), seed);
  }

  private static List<int[]> validations(PreparedData data) {
    return data.folds().stream().map(fold -> fold.split().validation()).toList();
  }

  @ParameterizedTest
  @EnumSource(
      value = Selection.class,
      names = {"RANDOM", "STRATIFIED", "LAST"})
  void everyExampleToLearnFromValidatesOnce(Selection selection) {
    PreparedData data = load(10, 0.2, selection, 3);
    int[] learn = data.split().train();
    assertThat(data.split().validation()).isEmpty();
    assertThat(data.split().test()).hasSize(21);
    assertThat(data.folds()).hasSize(10);
    assertThat(validations(data).stream().flatMapToInt(Arrays::stream).sorted().toArray())
        .isEqualTo(learn);
    for (PreparedData.Fold fold : data.folds()) {
      Split split = fold.split();
      assertThat(split.validation().length).isBetween(8, 9);
      assertThat(split.train()).isSorted();
      assertThat(
              IntStream.concat(IntStream.of(split.train()), IntStream.of(split.validation()))
                  .sorted()
                  .toArray())
          .isEqualTo(learn);
      assertThat(split.test()).isEqualTo(data.split().test());
    }
  }

  @Test
  void stratifiedFoldsHaveEveryClassInEqualNumbersToWithinOne() {
    PreparedData data = load(7, 0, Selection.STRATIFIED, 1);
    short[] labels = ((Targets.Classes) data.dataset().targets()).labels();
    for (int label = 0; label < 4; label++) {
      int wanted = label;
      int[] counts =
          validations(data).stream()
              .mapToInt(
                  rows -> (int) IntStream.of(rows).filter(row -> labels[row] == wanted).count())
              .sorted()
              .toArray();
      assertThat(counts[6] - counts[0]).isBetween(0, 1);
      assertThat(counts[0]).isGreaterThan(2);
    }
  }

  @Test
  void theSeedDecidesTheFoldsAndTheFingerprintKnowsThem() {
    PreparedData first = load(5, 0, Selection.STRATIFIED, 1);
    assertThat(validations(load(5, 0, Selection.STRATIFIED, 1)))
        .usingRecursiveComparison()
        .isEqualTo(validations(first));
    assertThat(load(5, 0, Selection.STRATIFIED, 1).fingerprint()).isEqualTo(first.fingerprint());
    assertThat(validations(load(5, 0, Selection.STRATIFIED, 2)).get(0))
        .isNotEqualTo(validations(first).get(0));
    assertThat(load(4, 0, Selection.STRATIFIED, 1).fingerprint()).isNotEqualTo(first.fingerprint());
    assertThat(load(5, 0, Selection.RANDOM, 1).fingerprint()).isNotEqualTo(first.fingerprint());
  }

  @Test
  void withLastFoldsAreNeighbours() {
    assertThat(validations(load(2, 0, Selection.LAST, 1)).get(1))
        .containsExactly(IntStream.range(52, 103).toArray());
  }

  @Test
  void everyFoldIsNormalisedByItsOwnTrainingPart() {
    PreparedData data = load(3, 0, Selection.RANDOM, 1);
    for (PreparedData.Fold fold : data.folds()) {
      assertThat(fold.normalisation().shift())
          .isEqualTo(
              new NormalisationFit(data.dataset(), fold.split().train())
                  .fit(new DataSpec.Normalise.Fitted())
                  .shift())
          .isNotEqualTo(data.normalisation().shift());
    }
    assertThat(data.normalisation().shift())
        .isEqualTo(
            new NormalisationFit(data.dataset(), IntStream.range(0, 103).toArray())
                .fit(new DataSpec.Normalise.Fitted())
                .shift());
  }

  @Test
  void sourcesWithATestPartKeepItOutOfTheFolds() {
    PreparedData digits =
        new DataLoader(new Configuration(false))
            .load(spec(new DataSource.Digits(30, 10), 3, 0, Selection.STRATIFIED), 1);
    assertThat(digits.split().test()).containsExactly(IntStream.range(30, 40).toArray());
    assertThat(validations(digits)).allSatisfy(rows -> assertThat(rows).hasSize(10));
  }

  @Test
  void moreFoldsThanExamplesAreRefused() {
    assertThatThrownBy(() -> load(104, 0, Selection.RANDOM, 1))
        .isInstanceOf(DataException.class)
        .hasMessage("folds = 104: expected at most the 103 examples there are to learn from");
  }
}
