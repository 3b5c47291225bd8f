package io.espalier.data.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.ColumnRules;
import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Missing;
import io.espalier.data.Relation;
import io.espalier.data.StepRows;
import io.espalier.data.TableSpec;
import io.espalier.data.tables.RawColumn;
import io.espalier.data.tables.TableRows;
import io.espalier.wire.BuildFacts;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionReaderTest {
  private static SparkSession spark;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("tables of a session")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 3)
            .config("spark.sql.session.timeZone", "Pacific/Auckland")
            .getOrCreate();
    spark.sparkContext().setLogLevel("OFF");
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static SessionReader reader() {
    return new SessionReader(SessionLender.of(spark), notice -> {});
  }

  private static DataSource.SparkTable source(Relation relation, String... orderBy) {
    return new DataSource.SparkTable(
        relation, Relation.NONE, List.of(orderBy), TableSpec.of("label"));
  }

  private static TableRows query(String sql, String... orderBy) {
    return reader().read(source(new Relation.Query(sql), orderBy));
  }

  private static RawColumn feature(String sql) {
    return query("select " + sql + " as x, 1 as label").features().get(0);
  }

  private static float[] numbers(RawColumn column) {
    return ((RawColumn.Numbers) column).values();
  }

  private static void assertRefused(Relation relation, String... parts) {
    assertThatThrownBy(() -> reader().read(source(relation)))
        .isInstanceOf(DataException.class)
        .satisfies(e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1))
        .hasMessageContainingAll(parts);
  }

  @Test
  void numbersOfAllWidthsBooleansAndDecimalsAreNumbers() {
    for (String sql :
        List.of(
            "1Y",
            "1S",
            "1",
            "1L",
            "float(1)",
            "double(1)",
            "true",
            "1.0BD",
            "cast('1' as decimal(38, 10))")) {
      assertThat(numbers(feature(sql))).as(sql).containsExactly(1);
    }
    assertThat(numbers(feature("false"))).containsExactly(0);
    assertThat(numbers(feature("cast(null as int)"))).containsExactly(Float.NaN);
    assertThat(numbers(feature("null"))).containsExactly(Float.NaN);
    assertThat(numbers(feature("double('NaN')"))).containsExactly(Float.NaN);
  }

  @Test
  void textIsWhatItSaysWithHolesWhereNothingIs() {
    RawColumn.Texts texts =
        (RawColumn.Texts)
            query("select * from values ('oak', 1), (null, 2), ('elm', 3) as t(x, label)", "label")
                .features()
                .get(0);
    assertThat(texts.dictionary()).containsExactly("oak", "elm");
    assertThat(texts.codes()).containsExactly(0, RawColumn.Texts.HOLE, 1);
    assertThat(feature("cast('oak' as char(5))")).isInstanceOf(RawColumn.Texts.class);
  }

  @Test
  void datesAndTimesAreDaysInUtcWhateverTheSessionsZone() {
    assertThat(((RawColumn.Dates) feature("date'1970-01-11'")).days()).containsExactly(10);
    assertThat(((RawColumn.Dates) feature("timestamp'1970-01-11 06:00:00Z'")).days())
        .containsExactly(10.25);
    assertThat(((RawColumn.Dates) feature("timestamp_ntz'1970-01-11 06:00:00'")).days())
        .containsExactly(10.25);
    assertThat(((RawColumn.Dates) feature("timestamp'1970-01-11 06:00:00'")).days())
        .as("text without a zone is read in the session's")
        .containsExactly(10.25 - 0.5);
  }

  @Test
  void arraysAndVectorsOfOneLengthAreVectors() {
    RawColumn.Vectors arrays = (RawColumn.Vectors) feature("array(1, null, 3.5)");
    assertThat(arrays.width()).isEqualTo(3);
    assertThat(arrays.values()).containsExactly(1, Float.NaN, 3.5f);
    List<Row> rows =
        List.of(
            RowFactory.create(new SparkVector.Numbers(1, 2, 3), 1),
            RowFactory.create(new SparkVector.Numbers(0, 5, 0), 2));
    StructType schema = new StructType().add("v", new SparkVector()).add("label", "int");
    Dataset<Row> table = spark.createDataFrame(rows, schema);
    RawColumn.Vectors vectors =
        (RawColumn.Vectors)
            reader().read(new HeldTable(table, TableSpec.of("label"))).features().get(0);
    assertThat(vectors.values()).containsExactly(0, 5, 0, 1, 2, 3);
    RawColumn.Vectors dense =
        (RawColumn.Vectors)
            feature(
                "named_struct('type', 1Y, 'size', int(null), 'indices', cast(null as array<int>),"
                    + " 'values', array(1D, 2D))");
    assertThat(dense.values()).containsExactly(1, 2);
  }

  @Test
  void arraysOfOtherLengthsAreRefused() {
    assertRefused(
        new Relation.Query("select * from values (array(1), 1), (array(1, 2), 2) as t(x, label)"),
        "column \"x\"",
        "data.except = [\"x\"]");
  }

  @Test
  void structsAreTakenApart() {
    TableRows rows =
        query("select named_struct('zip', 9, 'at', named_struct('x', 1, 'y', 2)) as a, 1 as label");
    assertThat(rows.features())
        .extracting(RawColumn::name)
        .containsExactly("a.zip", "a.at.x", "a.at.y");
    assertThat(
            query("select cast(null as struct<x: int>) as a, 1 as label").features().get(0).holes())
        .isEqualTo(1);
  }

  private static RawColumn feature(String sql, ColumnRules.Kind kind) {
    TableSpec spec = TableSpec.of("label").withRules("x", ColumnRules.USUAL.withKind(kind));
    String query = "select " + sql + " as x, 1 as label";
    return reader()
        .read(new DataSource.SparkTable(new Relation.Query(query), Relation.NONE, List.of(), spec))
        .features()
        .get(0);
  }

  @Test
  void arraysOfArraysAreStepsOfSeveralNumbers() {
    RawColumn.Sequences steps =
        (RawColumn.Sequences)
            feature("array(array(1, 2.5D), array(3, 4D))", ColumnRules.Kind.SEQUENCE);
    assertThat(steps.features()).isEqualTo(2);
    assertThat(steps.values()).isDeepEqualTo(new float[][] {{1, 2.5f, 3, 4}});
    assertThat(feature("cast(null as array<array<int>>)", ColumnRules.Kind.SEQUENCE).isHole(0))
        .isTrue();
    for (String odd : List.of("array(array(1), array(2, 3))", "array(array(1), null)")) {
      assertThatThrownBy(() -> feature(odd, ColumnRules.Kind.SEQUENCE))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("row 1, column \"x\": expected finite numbers, one or more");
    }
  }

  @Test
  void arraysOfTextsAreWordsAsTheyAre() {
    RawColumn.TextSequences words =
        (RawColumn.TextSequences) feature("array('b', 'A b', 'b')", ColumnRules.Kind.TOKENS);
    assertThat(words.dictionary()).containsExactly("b", "A b");
    assertThat(words.codes()).isDeepEqualTo(new int[][] {{0, 1, 0}});
    assertThat(feature("cast(null as array<string>)", ColumnRules.Kind.TOKENS).isHole(0)).isTrue();
    RawColumn.Sequences numbers =
        (RawColumn.Sequences) feature("array('1', ' 2.5')", ColumnRules.Kind.SEQUENCE);
    assertThat(numbers.values()).isDeepEqualTo(new float[][] {{1, 2.5f}});
  }

  @Test
  void rowsOfStepsMakeSequencesHoweverTheyAreCut() {
    TableSpec spec = TableSpec.of("label").withSteps(new StepRows(List.of("id"), "time"));
    String query =
        "select mod(id, 7) as id, timestamp_seconds(id * 60) as time, id as x, mod(mod(id, 7), 2)"
            + " as label"
            + " from range(0, 40, 1, %d) order by pmod(xxhash64(id, %d), 100)";
    List<TableRows> read =
        Stream.of(query.formatted(1, 1), query.formatted(5, 2))
            .map(
                sql ->
                    reader()
                        .read(
                            new DataSource.SparkTable(
                                new Relation.Query(sql), Relation.NONE, List.of(), spec)))
            .toList();
    for (TableRows rows : read) {
      RawColumn.Sequences x = (RawColumn.Sequences) rows.features().get(0);
      assertThat(rows.rows()).isEqualTo(7);
      assertThat(x.values()[3]).containsExactly(3, 10, 17, 24, 31, 38);
      assertThat(rows.names().text(3)).isEqualTo("the query sequence 3");
    }
  }

  @Test
  void whatHasNoRuleIsRefusedUnlessItIsLeftOut() {
    for (String sql :
        List.of("map('a', 1)", "binary('a')", "array(array(1))", "array('a')", "interval 1 day")) {
      String query = "select " + sql + " as odd, 2 as x, 1 as label";
      assertRefused(new Relation.Query(query), "column \"odd\"", "data.except = [\"odd\"]");
      TableSpec spec = TableSpec.of("label").withInputs(List.of(), List.of("odd"), List.of());
      TableRows rows =
          reader()
              .read(
                  new DataSource.SparkTable(
                      new Relation.Query(query), Relation.NONE, List.of(), spec));
      assertThat(rows.features()).extracting(RawColumn::name).containsExactly("x");
    }
  }

  @Test
  void rowsAreOrderedByTheirValuesAlone() {
    Dataset<Row> table =
        spark.sql(
            "select if(id % 10 = 0, null, id % 7) as a, concat('t', id % 5) as b, id % 3 as c,"
                + " id % 2 as label from range(1000)");
    TableRows one = reader().read(new HeldTable(table.coalesce(1), TableSpec.of("label")));
    TableRows seven =
        reader().read(new HeldTable(table.repartition(7, table.col("b")), TableSpec.of("label")));
    assertThat(cells(seven)).isEqualTo(cells(one));
    assertThat(numbers(one.features().get(0))).startsWith(0, 0, 0).endsWith(Float.NaN);
  }

  private static List<String> cells(TableRows rows) {
    return Stream.concat(rows.features().stream(), rows.labels().stream())
        .map(
            column ->
                column instanceof RawColumn.Texts texts
                    ? Arrays.toString(texts.codes()) + texts.dictionary()
                    : Arrays.toString(numbers(column)))
        .toList();
  }

  @Test
  void namedColumnsOrderFirst() {
    TableRows rows =
        query("select id as a, -id as b, 1 as label, id % 2 as t from range(4)", "t", "b");
    assertThat(numbers(rows.features().get(0))).containsExactly(2, 0, 3, 1);
    assertThatThrownBy(() -> query("select 1 as time, 1 as label", "tme"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no column \"tme\"; did you mean \"time\"?");
  }

  @Test
  void ofTablesOnlyColumnsThatAreNeededAreRead() {
    spark.sql(
        "create or replace temp view trap as select 1 as x, 1 as label, raise_error('read') as y");
    TableSpec spec = TableSpec.of("label").withInputs(List.of("x"), List.of(), List.of());
    TableRows rows =
        reader()
            .read(
                new DataSource.SparkTable(
                    new Relation.Named("trap"), Relation.NONE, List.of(), spec));
    assertThat(rows.rows()).isEqualTo(1);
    assertRefused(new Relation.Named("trap"), "table trap: cannot be read: ", "read");
  }

  @Test
  void theTestPartMayHaveItsColumnsInAnyOrder() {
    TableRows rows =
        reader()
            .read(
                new DataSource.SparkTable(
                    new Relation.Query("select 'elm' as t, 1 as x, 1 as label"),
                    new Relation.Query("select 2 as label, 3 as x, 'oak' as t"),
                    List.of(),
                    TableSpec.of("label")));
    assertThat(rows.testRows()).isEqualTo(1);
    assertThat(numbers(rows.features().get(1))).containsExactly(1, 3);
  }

  @Test
  void textThatSaysNumbersIsReadByTheColumnsRules() {
    TableSpec spec =
        TableSpec.of("label")
            .withRules(ColumnRules.USUAL.withMissing(new Missing(Missing.Policy.MEAN), false));
    TableRows rows =
        reader()
            .read(
                new DataSource.SparkTable(
                    new Relation.Query("select * from values ('1.5', 1), ('NA', 2) as t(x, label)"),
                    Relation.NONE,
                    List.of("label"),
                    spec));
    assertThat(numbers(rows.features().get(0))).containsExactly(1.5f, Float.NaN);
  }

  @Test
  void whatIsNotThereIsToldInOneLine() {
    spark.sql("create or replace temp view trees as select 1 as x, 1 as label");
    assertRefused(new Relation.Named("tres"), "there is no table \"tres\"", "trees");
    assertRefused(
        new Relation.Named("nowhere.trees"), "there is no database \"nowhere\"", "nowhere.trees");
    assertRefused(new Relation.Query("select x form trees"), "the query: ", "PARSE_SYNTAX_ERROR");
    assertRefused(new Relation.Query("drop view trees"), "the query: ");
    assertThat(spark.catalog().tableExists("trees")).isTrue();
    assertRefused(new Relation.Query("select y from trees"), "the query: ", "`y`");
    String nothing = folder.resolve("nothing").toString();
    assertRefused(new Relation.Files("orc", nothing, new TreeMap<>()), nothing + ": no such file");
    assertRefused(
        new Relation.Files("orc", folder.toString(), new TreeMap<>()),
        folder + ": there are no files");
    assertRefused(
        new Relation.Files("avro", nothing, new TreeMap<>()),
        "Spark has no format \"avro\"",
        "--packages org.apache.spark:spark-avro_" + BuildFacts.of("scala") + ":" + spark.version());
    assertRefused(
        new Relation.Files("iceberg", nothing, new TreeMap<>()), "Spark has no format \"iceberg\"");
    assertRefused(new Relation.Query("select 1 as x, 1 as x, 1 as label"), "\"x\" twice");
    assertRefused(new Relation.Query("select 1 as x, 1 as labl"), "did you mean \"labl\"?");
    assertRefused(new Relation.Query("select x, label from trees where x = 2"), "has no rows");
  }
}
