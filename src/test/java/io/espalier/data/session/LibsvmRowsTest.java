package io.espalier.data.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Relation;
import io.espalier.data.TableSpec;
import io.espalier.data.tables.RawColumn;
import io.espalier.data.tables.TableRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibsvmRowsTest {
  private static SparkSession spark;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[1]")
            .appName("libsvm")
            .config("spark.ui.enabled", false)
            .getOrCreate();
    spark.sparkContext().setLogLevel("OFF");
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private Relation file(String name, String text, Map<String, String> options) throws IOException {
    String path = Files.writeString(folder.resolve(name), text).toString();
    return new Relation.Files("libsvm", path, new TreeMap<>(options));
  }

  private static TableRows read(Relation train, Relation test) {
    return new SessionReader(SessionLender.of(spark), notice -> {})
        .read(new DataSource.SparkTable(train, test, List.of(), TableSpec.of("label")));
  }

  private static RawColumn.Vectors features(TableRows rows) {
    return (RawColumn.Vectors) rows.features().get(0);
  }

  @Test
  void whatIsNotWrittenIsZeroAndCommentsAreNothing() throws IOException {
    TableRows rows =
        read(file("a", "# all\n+1 1:2.5 3:-1 # a note\n\n-1\t2:4e0\n", Map.of()), Relation.NONE);
    assertThat(features(rows).width()).isEqualTo(3);
    assertThat(features(rows).values()).containsExactly(0, 4, 0, 2.5f, 0, -1);
    assertThat(((RawColumn.Texts) rows.labels().get(0)).dictionary()).containsExactly("-1", "1");
  }

  @Test
  void theTestPartHasAsManyFeaturesAsTheRest() throws IOException {
    Relation train = file("a", "1 4:1\n0 1:1\n", Map.of());
    TableRows rows = read(train, file("b", "1 2:7\n", Map.of()));
    assertThat(features(rows).width()).isEqualTo(4);
    assertThat(features(rows).values()).endsWith(0, 7, 0, 0);
    Relation wider = file("c", "1 6:7\n", Map.of());
    assertThatThrownBy(() -> read(train, wider))
        .isInstanceOf(DataException.class)
        .hasMessage(
            wider.inWords()
                + ": expected features 1 to 4, found index 6; set data.options.numFeatures to the"
                + " highest index of all files");
  }

  @Test
  void theNumberOfFeaturesCanBeGiven() throws IOException {
    Relation train = file("a", "1 4:1\n0 1:1\n", Map.of("numFeatures", "6"));
    Relation test = file("b", "1 6:7\n", Map.of("numFeatures", "6"));
    assertThat(features(read(train, test)).width()).isEqualTo(6);
    Relation wrong = file("c", "1 4:1\n", Map.of("numFeatures", "six"));
    assertThatThrownBy(() -> read(wrong, Relation.NONE))
        .isInstanceOf(DataException.class)
        .hasMessage("data.options.numFeatures: expected a whole number, found \"six\"");
  }

  @Test
  void anyOtherLineIsShown() throws IOException {
    for (String line : List.of("1 0:1", "1 qid:3 1:1", "oak 1:1", "1 2", "1 2:x")) {
      Relation wrong = file("a", line + "\n", Map.of());
      assertThatThrownBy(() -> read(wrong, Relation.NONE))
          .isInstanceOf(DataException.class)
          .hasMessage(
              wrong.inWords()
                  + ": expected a line \"label index:value index:value …\" of numbers, indices from"
                  + " 1, found \""
                  + line
                  + "\"");
    }
  }
}
