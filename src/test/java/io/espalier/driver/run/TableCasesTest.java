package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.Experiment;
import io.espalier.data.DataException;
import io.espalier.data.Features;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.data.load.DataLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables as people have them: each is read right, or one line says which key reads it right. */
@EnabledIfEnvironmentVariable(named = "ESPALIER_DATA", matches = ".+")
class TableCasesTest {
  private static final String FOLDER = "cases/tables/";
  private static final List<String> OUTCOMES = new ArrayList<>();

  @TempDir Path folder;

  /**
   * A file, what is tried first and what comes of it, and then the keys that were named.
   *
   * @param said a part of the refusal or notice; empty where the file is read without a word
   * @param keys further keys; empty where nothing more is needed
   * @param inputs the inputs that there are in the end
   * @param first the numbers of the first row in the end
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Case(
      String file, String first, String said, String keys, List<String> inputs, float... numbers) {
    @Override
    public String toString() {
      return file;
    }
  }

  private static final List<String> TREES = List.of("girth", "height");

  static Stream<Case> cases() {
    String label = "label = tree";
    String holes = "set data.missing = median, to leave the rows out data.missing = drop";
    return Stream.of(
        new Case(
            "comment-lines.csv",
            label,
            "data.comment = \"#\"",
            "comment = \"#\"",
            TREES,
            1.896f,
            -2.157f),
        new Case(
            "count-line-first.csv",
            "label = last",
            "data.skip = 1, and data.header = false",
            "skip = 1, header = false",
            List.of("c1", "c2"),
            1.896f,
            -2.157f),
        new Case(
            "dates.csv",
            label,
            "dates = \"yyyy-MM-dd\"",
            "dates = yyyy-MM-dd",
            List.of("felled", "girth", "height"),
            18156,
            1.896f,
            -2.157f),
        new Case(
            "decimal-comma.csv",
            label,
            "data.separator = \";\"",
            "separator = \";\", decimal = \",\"",
            TREES,
            1.896f,
            -2.157f),
        new Case(
            "decimal-comma.csv",
            "label = tree, separator = \";\"",
            "decimal = \",\"",
            "columns { girth { decimal = \",\" }, height { decimal = \",\" } }",
            TREES,
            1.896f,
            -2.157f),
        new Case(
            "every-label-once.csv",
            label,
            "expected classes of several rows each, found 60 different ones in 60 rows",
            "",
            List.of()),
        new Case(
            "latin-1.csv",
            label,
            "data.charset, perhaps to ISO-8859-1",
            "charset = ISO-8859-1",
            TREES,
            1.896f,
            -2.157f),
        new Case(
            "many-targets.csv",
            "label = [yield, weight]",
            "several are accepted with regression = true",
            "regression = true",
            TREES,
            1.896f,
            -2.157f),
        new Case("missing-NA.csv", label, holes, "missing = drop", TREES, 0.026f, 0.506f),
        new Case("missing-empty.csv", label, holes, "missing = drop", TREES, 0.026f, 0.506f),
        new Case(
            "missing-nan.csv",
            label,
            holes,
            "missing = median, columns { girth { indicator = true } }",
            List.of("girth", "girth=(missing)", "height"),
            Float.NaN,
            1,
            -2.157f),
        new Case("missing-null.csv", label, holes, "missing { constant = 0 }", TREES, 0, -2.157f),
        new Case("missing-question.csv", label, holes, "missing = mean", TREES, Float.NaN, -2.157f),
        new Case(
            "missing-in-text.csv",
            label,
            "set data.missing = category",
            "missing = category",
            List.of("soil=clay", "soil=sand", "soil=(missing)", "girth", "height"),
            1,
            0,
            0,
            1.896f,
            -2.157f),
        new Case(
            "missing-label.csv",
            label,
            "set data.missing-label = drop",
            "missing-label = drop",
            TREES,
            1.896f,
            -2.157f),
        new Case(
            "no-header-blanks.data",
            "label = last",
            "data.separator = \"blanks\"",
            "separator = blanks, header = false",
            List.of("c1", "c2"),
            1.896f,
            -2.157f),
        new Case(
            "no-header.csv",
            label,
            "data.header = false",
            "label = 3, header = false",
            List.of("c1", "c2"),
            1.896f,
            -2.157f),
        new Case(
            "one-class.csv",
            label,
            "expected two classes or more, found one in all 60 rows",
            "",
            List.of()),
        new Case(
            "pandas-index.csv",
            label,
            "as pandas writes it, and is left out",
            "",
            TREES,
            1.896f,
            -2.157f),
        new Case(
            "percent-and-money.csv",
            label,
            "symbols = [\"$\"]",
            "symbols = [\"$\", \"%\"]",
            List.of("share", "cost", "girth", "height"),
            0.17f,
            6,
            1.896f,
            -2.157f),
        new Case(
            "thousands.csv",
            label,
            "thousands = \",\"",
            "thousands = \",\"",
            List.of("price", "girth", "height"),
            4682.5f,
            1.896f,
            -2.157f),
        new Case(
            "trailing-separator.csv",
            label,
            "has neither a name nor a cell",
            "",
            TREES,
            1.896f,
            -2.157f),
        new Case("utf-16.csv", label, "", "", TREES, 1.896f, -2.157f),
        new Case(
            "array-column.parquet",
            label,
            "",
            "",
            List.of("girth", "height", "seen[0]", "seen[1]", "seen[2]", "seen[3]"),
            1.896f,
            -2.157f,
            2.040919f,
            -2.555665f,
            0.41809884f,
            -0.5677696f),
        new Case("nulls.parquet", label, holes, "missing = drop", TREES, 1.896f, -2.157f),
        new Case(
            "pandas-row-index.parquet",
            label,
            "as pandas writes it, and is left out",
            "",
            TREES,
            1.896f,
            -2.157f),
        new Case(
            "timestamp.parquet",
            label,
            "",
            "date-inputs = [year, month, hour]",
            List.of("girth", "height"),
            1.896f,
            -2.157f),
        new Case(
            "category-unseen-train.csv",
            "label = tree, test-path = \"" + FOLDER + "category-unseen-test.csv\"",
            "test rows have a soil that training did not have: peat",
            "",
            List.of("soil=clay", "soil=sand", "girth", "height"),
            1,
            0,
            1.896f,
            -2.157f),
        new Case(
            "category-unseen-train.csv",
            "label = tree, test-path = \"" + FOLDER + "other-order-test.csv\"",
            "",
            "",
            List.of("soil=clay", "soil=sand", "girth", "height"),
            1,
            0,
            1.896f,
            -2.157f));
  }

  private PreparedData load(String file, String keys, List<String> notices) {
    String source = file.endsWith(".parquet") ? "parquet" : "csv";
    String text =
        "data { root = \""
            + System.getenv("ESPALIER_DATA")
            + "\", source = "
            + source
            + ", path = \""
            + FOLDER
            + file
            + "\", "
            + keys
            + " }\n"
            + "model { kind = mlp, layers = [ { dense = 4 } ] }\n";
    Experiment spec = new TinyExperiments(folder).spec(text);
    return new DataLoader(new Configuration(false), notices::add).load(spec.data(), spec.seed());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyTableIsReadOrSaysWhichKeyReadsIt(Case table) {
    List<String> said = new ArrayList<>();
    try {
      load(table.file(), table.first(), said);
    } catch (DataException refused) {
      said.add("refused: " + refused.getMessage());
    } catch (RuntimeException mistakes) {
      said.add("refused: " + mistakes.getMessage());
    }
    OUTCOMES.add(
        String.format(
            Locale.ROOT,
            "%-26s %s%n%27s-> %s",
            table.file(),
            table.first(),
            "",
            String.join("; ", said)));
    if (table.said().isEmpty()) {
      assertThat(said).noneMatch(line -> line.startsWith("refused"));
    } else {
      assertThat(said).anyMatch(line -> line.contains(table.said()));
    }
    assertThat(said)
        .allMatch(
            line ->
                line.lines().count() == 1
                    || line.contains("mistake")
                    || line.contains("tiny.conf"));
    if (!table.inputs().isEmpty()) {
      List<String> second = new ArrayList<>();
      PreparedData data = load(table.file(), table.first() + ", " + table.keys(), second);
      assertThat(data.dataset().featureNames()).isEqualTo(table.inputs());
      float[] row = new float[table.numbers().length];
      ((Features.Floats) data.dataset().features()).copy(0, row, 0, row.length);
      assertThat(row).containsExactly(table.numbers());
      OUTCOMES.add(
          String.format(
              Locale.ROOT,
              "%27s%s -> %d rows x %d inputs, %d outputs",
              "",
              table.keys().isEmpty() ? "read" : table.keys(),
              data.dataset().examples(),
              data.dataset().featureNames().size(),
              data.dataset().targets().outputs()));
    }
  }

  @Test
  void noTableIsForgotten() throws java.io.IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getenv("ESPALIER_DATA"), FOLDER))) {
      assertThat(
              cases().flatMap(c -> Stream.of(c.file(), c.first())).collect(Collectors.joining(" ")))
          .contains(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(
                      name ->
                          name.endsWith(".csv")
                              || name.endsWith(".parquet")
                              || name.endsWith(".data"))
                  .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  @Test
  void latinLettersAreRight() {
    PreparedData data =
        load("latin-1.csv", "label = tree, charset = ISO-8859-1", new ArrayList<>());
    assertThat(((Targets.Classes) data.dataset().targets()).names())
        .anyMatch(n -> n.chars().anyMatch(c -> c > 127));
  }

  @AfterAll
  static void print() {
    System.out.println(String.join("\n", OUTCOMES));
  }
}
