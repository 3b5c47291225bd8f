package io.espalier.data.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.ColumnRules;
import io.espalier.data.CsvForm;
import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.DataSource.Table.Format;
import io.espalier.data.DataSpec;
import io.espalier.data.DataSpec.Amount;
import io.espalier.data.DataSpec.Normalise;
import io.espalier.data.DataSpec.Selection;
import io.espalier.data.Missing;
import io.espalier.data.Missing.Policy;
import io.espalier.data.Normalisation;
import io.espalier.data.PreparedData;
import io.espalier.data.TableProfile;
import io.espalier.data.TableSpec;
import io.espalier.data.read.WrittenFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TableDataTest {
  private static final TableSpec LABEL = TableSpec.of("label");

  /** The last two of eight rows validate, the two before them are the test. */
  private static final String ROWS =
      """
      x,soil,label
      1,clay,a
      ,sand,b
      3,,a
      8,sand,b
      9,sand,a
      7,peat,b
      50,peat,a
      ,loam,b
      """;

  @TempDir Path folder;
  private WrittenFiles files = new WrittenFiles(Path.of("."));
  private final List<String> notices = new ArrayList<>();

  @BeforeEach
  void writeInto() {
    files = new WrittenFiles(folder);
  }

  private static TableSpec filling(Policy policy, boolean toldApart) {
    return LABEL.withRules(ColumnRules.USUAL.withMissing(new Missing(policy), toldApart));
  }

  private DataSpec spec(TableSpec table, int validation, int test, int folds) {
    return new DataSpec(
        new DataSource.Table(Format.CSV, files.path("t.csv"), "", CsvForm.USUAL, table),
        0,
        new Amount.Count(validation),
        folds,
        new Amount.Count(test),
        0,
        Selection.LAST,
        new Normalise.Fitted(),
        false);
  }

  private PreparedData load(String text, DataSpec spec) throws IOException {
    files.write("t.csv", text);
    return new DataLoader(new Configuration(false), notices::add).load(spec, 1);
  }

  private PreparedData load(String text, TableSpec table) throws IOException {
    return load(text, spec(table, 2, 2, 0));
  }

  private static float[] seen(PreparedData data, int row) {
    float[] numbers = new float[data.dataset().shape().size()];
    data.fill(new int[] {row}, 0, 1, numbers);
    return numbers;
  }

  @Test
  void meansAndCategoriesAreThoseOfTheTrainingPart() throws IOException {
    PreparedData data = load(ROWS, filling(Policy.MEAN, false));
    assertThat(data.dataset().featureNames())
        .containsExactly("x", "soil=clay", "soil=sand", "soil=(missing)");
    assertThat(data.normalisation().fill()[0]).isEqualTo(4);
    assertThat(data.normalisation().shift()[0]).isEqualTo(4);
    assertThat(seen(data, 1)[0]).isZero();
    assertThat(seen(data, 7)[0]).isZero();
    assertThat(notices)
        .containsExactly(
            "column \"soil\" holds text, which has no mean: its 1 holes are a category of their"
                + " own",
            "1 of 2 validation rows have a soil that training did not have: peat",
            "2 of 2 test rows have a soil that training did not have: peat, loam");
  }

  @Test
  void whatFillsAHoleFollowsThePolicy() throws IOException {
    String text = "x,soil,label\n1,b,a\n1,a,b\n6,b,a\n10,,b\n,a,a\n,b,b\n3,c,a\n4,b,b\n5,a,a\n";
    PreparedData median = load(text, filling(Policy.MEDIAN, true));
    assertThat(median.normalisation().fill()[0]).isEqualTo(3.5f);
    assertThat(median.dataset().featureNames())
        .containsExactly("x", "x=(missing)", "soil=a", "soil=b", "soil=(missing)");
    PreparedData frequent = load(text, filling(Policy.MOST_FREQUENT, false));
    assertThat(frequent.normalisation().fill()).containsExactly(1, 1, 0);
    PreparedData apart = load(text, filling(Policy.CATEGORY, false));
    assertThat(apart.dataset().featureNames())
        .containsExactly("x", "x=(missing)", "soil=a", "soil=b", "soil=(missing)");
    PreparedData dropped = load(text, filling(Policy.DROP, false));
    assertThat(dropped.dataset().examples()).isEqualTo(6);
    assertThat(notices)
        .contains("3 of 9 rows have holes (column \"x\": 2, column \"soil\": 1) and are left out");
  }

  /** Every value outside the training part is changed; what was fitted stays as it was. */
  @ParameterizedTest
  @EnumSource(
      value = Policy.class,
      names = {"MEAN", "MEDIAN", "MOST_FREQUENT", "CATEGORY"})
  void nothingFittedLooksBeyondTheTrainingPart(Policy policy) throws IOException {
    TableSpec table = filling(policy, true);
    PreparedData before = load(ROWS, table);
    String changed =
        ROWS.replace("9,sand", ",rock")
            .replace("7,peat", "-900,")
            .replace("50,peat", "1e30,clay")
            .replace(",loam", "0.5,moss");
    PreparedData after = load(changed, table);
    assertThat(after.dataset().featureNames()).isEqualTo(before.dataset().featureNames());
    assertSame(after.normalisation(), before.normalisation());
    for (int row : before.split().train()) {
      assertThat(seen(after, row)).isEqualTo(seen(before, row)).doesNotContain(Float.NaN);
    }
  }

  @Test
  void everyFoldFillsByItsOwnTrainingPartAndHoldsWhatThatLacks() throws IOException {
    String text = "x,soil,label\n1,a,p\n3,b,q\n,c,p\n5,a,q\n100,b,p\n300,a,q\n";
    DataSpec folds = spec(filling(Policy.MEAN, false), 0, 0, 2);
    PreparedData data = load(text, folds);
    PreparedData first = data.fold(1);
    PreparedData second = data.fold(2);
    assertThat(first.normalisation().fill()[0]).isEqualTo(135, within(1e-4f));
    assertThat(second.normalisation().fill()[0]).isEqualTo(2);
    assertThat(data.dataset().featureNames()).containsExactly("x", "soil=a", "soil=b", "soil=c");
    assertThat(first.normalisation().held()).containsExactly(3);
    assertThat(seen(first, 2)[3]).isZero();
    assertThat(seen(second, 2)[3]).isPositive();

    PreparedData changed = load(text.replace("1,a,p\n3,b", "-70,b,p\n,a"), folds);
    assertSame(changed.fold(1).normalisation(), first.normalisation());
    assertThat(changed.fold(2).normalisation().fill()[0]).isNotEqualTo(2);
  }

  private static void assertSame(Normalisation found, Normalisation expected) {
    assertThat(found.shift()).isEqualTo(expected.shift());
    assertThat(found.divisor()).isEqualTo(expected.divisor());
    assertThat(found.fill()).isEqualTo(expected.fill());
    assertThat(found.held()).isEqualTo(expected.held());
  }

  @Test
  void aTableWithoutHolesKeepsItsFingerprint() throws IOException {
    String text = ROWS.replace("\n,", "\n2,").replace(",,", ",clay,");
    assertThat(load(text, LABEL).fingerprint())
        .isEqualTo(load(text, filling(Policy.DROP, false)).fingerprint())
        .isNotEqualTo(load(text, filling(Policy.MEAN, false)).fingerprint());
  }

  @Test
  void holesAreRefusedUnlessAPolicyIsSet() {
    assertThatThrownBy(() -> load(ROWS, LABEL))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "expected a value in every cell, found holes in 3 of 8 rows (column \"x\": 2, column"
                + " \"soil\": 1), the first is "
                + files.path("t.csv")
                + " row 2; to fill them set data.missing = median, to leave the rows out"
                + " data.missing = drop");
  }

  @Test
  void constantColumnsAreLeftOutAndTold() throws IOException {
    load(
        "x,y,z,label\n1,5,k,a\n2,5,k,b\n3,5,k,a\n4,5,k,b\n5,6,k,a\n6,6,k,b\n7,7,k,a\n8,7,k,b\n",
        LABEL);
    assertThat(notices)
        .containsExactly(
            "2 columns (y, z) are left out, of each: it has the same value in all 4 training rows");
  }

  @Test
  void classesThatFoldsCannotShareAreTold() throws IOException {
    load("x,label\n1,a\n2,a\n3,b\n4,a\n5,a\n6,a\n", spec(LABEL, 0, 0, 3));
    assertThat(notices)
        .containsExactly("1 of 2 classes have fewer examples than there are folds (3): b (1)");
  }

  @Test
  void aProfileTellsWhatEachColumnHoldsBeforeAHoleRefusesIt() throws IOException {
    files.write("t.csv", ROWS);
    List<TableProfile> profiles = new ArrayList<>();
    DataLoader loader = new DataLoader(new Configuration(false), notices::add);
    assertThatThrownBy(() -> loader.load(spec(LABEL, 2, 2, 0), 1, profiles::add))
        .isInstanceOf(DataException.class);
    TableProfile profile = profiles.get(0);
    assertThat(profile.rows()).isEqualTo(8);
    TableProfile.Column x = profile.columns().get(0);
    assertThat(List.of(x.holes(), x.distinct(), x.minimum(), x.maximum()))
        .containsExactly(2, 6, 1.0, 50.0);
    assertThat(profile.columns().get(1).becomes()).isEqualTo("4 inputs, one-hot; holes: refuse");
    assertThat(profile.columns().get(2).label()).isTrue();
    assertThat(profile.columns().get(2).leftOut()).isEqualTo(Optional.empty());
  }
}
