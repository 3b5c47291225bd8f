package io.espalier.driver.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.Experiment;
import io.espalier.data.DataSource;
import io.espalier.data.DataSpec.Selection;
import io.espalier.data.Relation;
import io.espalier.data.TableSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkTableSourceTest {
  private static final String ORDER =
      "but a table of Spark's has no order of its own; give it one by columns: order-by = [time]";

  @TempDir private Path folder;
  private Written written = new Written(Path.of("."));

  @BeforeEach
  void place() {
    written = new Written(folder);
  }

  private static String text(String data) {
    return "data { source = table, label = y, " + data + " }\nmodel.kind = mlp\n";
  }

  private DataSource.SparkTable source(String data) {
    return (DataSource.SparkTable) written.load(text(data)).data().source();
  }

  private void assertProblem(String data, String message) {
    assertThat(written.problems(text(data))).containsExactly("test.conf:1: " + message);
  }

  @Test
  void filesTablesAndQueriesAreRead() {
    assertThat(source("format = json, path = a/b, options { multiLine = true, a.b = 7 }"))
        .isEqualTo(
            new DataSource.SparkTable(
                new Relation.Files(
                    "json", "data/a/b", new TreeMap<>(Map.of("multiLine", "true", "a.b", "7"))),
                Relation.NONE,
                List.of(),
                TableSpec.of("y")));
    assertThat(source("format = jdbc, options { url = \"jdbc:x\" }").relation())
        .isEqualTo(new Relation.Files("jdbc", "", new TreeMap<>(Map.of("url", "jdbc:x"))));
    DataSource.SparkTable both = source("table = a.b, test-query = \"select 1\", order-by = t");
    assertThat(both.relation()).isEqualTo(new Relation.Named("a.b"));
    assertThat(both.test()).isEqualTo(new Relation.Query("select 1"));
    assertThat(both.orderBy()).containsExactly("t");
    assertThat(source("table = t, format = orc, test-path = /x").test())
        .isEqualTo(new Relation.Files("orc", "/x", new TreeMap<>()));
  }

  @Test
  void secretsOfOptionsReachNeitherRecordNorCopy() {
    String options =
        "format = jdbc, options { url = \"jdbc:x?password=zq1\", password = zq2, a.token = zq3 }";
    Experiment experiment = written.load(text(options));
    assertThat(source(options).relation())
        .as("the reader is told them")
        .extracting(one -> ((Relation.Files) one).options().get("password"))
        .isEqualTo("zq2");
    String copy = experiment.file().orElseThrow();
    String recorded = experiment.data().source().recorded().toString();
    for (String text : List.of(copy, recorded)) {
      assertThat(text).doesNotContain("zq1", "zq2", "zq3").contains("jdbc:x?password=(not kept)");
    }
    assertThat(written.problems(copy))
        .hasSize(3)
        .allMatch(line -> line.contains("held a secret, which no copy of an experiment keeps"));
  }

  @Test
  void exactlyOneOfThemIsNeeded() {
    assertProblem(
        "features = []",
        "data.source: one of path (with format), table and query is needed, to say what Spark"
            + " reads");
    assertProblem(
        "table = t, query = \"select 1\"",
        "data.query: table is there, too; leave out one of the two");
    assertProblem("table = t, format = orc", "data.format: is for files; leave it out");
    assertProblem("query = q, options { a = 1 }", "data.options: is for files; leave it out");
    assertProblem(
        "format = orc, path = x, options { a = [1] }",
        "data.options.a: a list is not a block { … } of words, texts and numbers");
    assertProblem(
        "table = t, test-path = x",
        "data.test-path: data.format is missing, which says what the files are: orc, json, libsvm"
            + " or any other format that Spark has");
  }

  @Test
  void whoAsksForTheFirstOrLastRowsSaysWhichTheyAre() {
    assertProblem(
        "table = t, selection = last",
        "data.order-by: selection = last takes the last rows, " + ORDER);
    assertProblem(
        "table = t, test-table = u, test-limit = 5",
        "data.order-by: test-limit takes the first rows of the test part, " + ORDER);
    assertThat(
            written.load(text("table = t, selection = last, order-by = [time]")).data().selection())
        .isEqualTo(Selection.LAST);
  }
}
