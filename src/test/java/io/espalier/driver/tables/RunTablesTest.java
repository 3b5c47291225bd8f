package io.espalier.driver.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.espalier.driver.cluster.ScalaCollections;
import io.espalier.search.history.Column;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.wire.Configuration;
import io.espalier.wire.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTablesTest {
  private static SparkSession spark;
  @TempDir private Path output;

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  @Test
  void runsOfOneSpaceAreReadTogether() {
    write("digits/001", 1, Map.of("units", new Value.Whole(16)));
    write("digits/002", 2, Map.of("units", new Value.Whole(32)));

    assertThat(register(output))
        .containsExactly(
            output.resolve("digits/001").toString(), output.resolve("digits/002").toString());
    assertThat(sql("select run, trial, hp.units from trials order by 1"))
        .containsExactly(tuple(1, 1, 16L), tuple(2, 1, 32L));
    assertThat(sql("select count(*) from epochs")).containsExactly(tuple(4L));
  }

  @Test
  void differentSpacesAreJoinedByNameAndWidened() {
    write("a/001", 1, Map.of("rate", new Value.Whole(1), "depth", new Value.Whole(3)));
    write("b/001", 2, Map.of("rate", new Value.Real(0.5), "kind", new Value.Text("cnn")));
    write("c/001", 3, Map.of("rate", new Value.Real(0.25), "kind", new Value.Whole(7)));
    register(output);

    assertThat(spark.table("trials").schema().apply("hp").dataType().catalogString())
        .isEqualTo("struct<depth:bigint,rate:double,kind:string>");
    assertThat(sql("select run, hp.depth, hp.rate, hp.kind from trials order by 1"))
        .containsExactly(
            tuple(1, 3L, 1.0, null), tuple(2, null, 0.5, "cnn"), tuple(3, null, 0.25, "7"));
  }

  @Test
  void aRunWithoutParametersJoinsToo() {
    write("a/001", 1, Map.of());
    write("b/001", 2, Map.of("rate", new Value.Real(0.5)));
    register(output);
    assertThat(sql("select run, hp.rate from trials order by 1"))
        .containsExactly(tuple(1, null), tuple(2, 0.5));
  }

  @Test
  void everyTableIsAView() {
    write("a/001", 1, Map.of());
    register(output.resolve("a/001"));
    for (String name : RunTables.NAMES) {
      assertThat(spark.catalog().tableExists(name)).as(name).isTrue();
    }
    assertThat(sql("select test_accuracy, seed_index from retrained"))
        .containsExactly(tuple(0.75, 0));
    assertThat(sql("select sum(examples) from confusion")).containsExactly(tuple(4L));
  }

  @Test
  void namesThatLookLikePatternsAreNames() {
    write("a [x] {b,c} *?/001", 1, Map.of());
    register(output.resolve("a [x] {b,c} *?"));
    assertThat(sql("select count(*) from trials")).containsExactly(tuple(1L));
  }

  @Test
  void aRunNamedTwiceIsReadOnce() {
    write("a/001", 1, Map.of());
    RunTables.register(spark, List.of(output.toString(), output.resolve("a/001").toString()));
    assertThat(sql("select count(*) from trials")).containsExactly(tuple(1L));
  }

  @Test
  void theDefaultOutputLeavesItsExamplesOut() {
    write("notebooks-out/a/001", 1, Map.of());
    write("notebooks-out/examples/b/001", 2, Map.of());
    register(output.resolve("notebooks-out"));
    assertThat(sql("select run from trials")).containsExactly(tuple(1));
    register(output.resolve("notebooks-out/examples"));
    assertThat(sql("select run from trials")).containsExactly(tuple(2));
  }

  @Test
  void aFolderWithoutRunsIsNamed() throws IOException {
    write("a/001", 1, Map.of());
    Path empty = Files.createDirectories(output.resolve("empty/001/journal"));
    assertThatThrownBy(() -> RunTables.register(spark, List.of(output + "/a", output + "/empty")))
        .isInstanceOf(TableException.class)
        .hasMessage(
            output
                + "/empty holds no run with tables: a run's folder or any folder above one is"
                + " accepted");
    assertThat(empty).exists();
    assertThatThrownBy(() -> register(output.resolve("nowhere")))
        .isInstanceOf(TableException.class)
        .hasMessage(output + "/nowhere does not exist");
  }

  @Test
  void aDamagedTableIsNamed() throws IOException {
    write("a/001", 1, Map.of());
    Files.writeString(
        output.resolve("a/001/tables/trials/part-00001.parquet"), "not Parquet at all");
    assertThatThrownBy(() -> register(output))
        .isInstanceOf(TableException.class)
        .hasMessageStartingWith(output + "/a/001/tables/trials cannot be read: ");
  }

  private List<String> register(Path folder) {
    return RunTables.register(spark, List.of(folder.toString()));
  }

  private static List<Tuple> sql(String query) {
    List<Row> rows = spark.sql(query).collectAsList();
    return rows.stream().map(row -> tuple(ScalaCollections.copied(row.toSeq()).toArray())).toList();
  }

  private void write(String folder, int run, Map<String, Value> values) {
    Configuration configuration = Configuration.of(values);
    List<Column> columns =
        configuration.values().entrySet().stream()
            .map(entry -> new Column(entry.getKey(), kind(entry.getValue())))
            .toList();
    History history =
        History.of(
            List.of(
                SampleRun.opened(run, columns),
                new Event.TrialStarted(1, configuration, 7, 2, "row 1", 2_000),
                SampleRun.finished(1, 0.5),
                SampleRun.retrained(1)));
    new TableWriter(output.resolve(folder).toString(), new org.apache.hadoop.conf.Configuration())
        .compact(history);
  }

  private static Column.Kind kind(Value value) {
    if (value instanceof Value.Whole) {
      return Column.Kind.WHOLE;
    }
    return value instanceof Value.Real ? Column.Kind.REAL : Column.Kind.TEXT;
  }
}
