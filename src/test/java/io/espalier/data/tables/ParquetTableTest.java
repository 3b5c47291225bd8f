package io.espalier.data.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.ColumnRules;
import io.espalier.data.CsvForm;
import io.espalier.data.DataException;
import io.espalier.data.DataSource.Table.Format;
import io.espalier.data.Missing;
import io.espalier.data.TableSpec;
import io.espalier.data.read.WrittenFiles;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetTableTest {
  private static final String ALL_TYPES =
      "required int32 i; required int64 l; required float f; required double d;"
          + " required boolean b; required binary s (STRING);"
          + " required int32 small (DECIMAL(5,2)); required fixed_len_byte_array(9) big"
          + " (DECIMAL(20,1)); required double label;";

  private static final float NONE = Float.NaN;

  @TempDir Path folder;

  private static ReadTables read(String path) {
    return ReadTables.parquet(path, TableSpec.of("label"));
  }

  @Test
  void everySupportedTypeBecomesNumbers() throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.parquet(
        "t.parquet",
        ALL_TYPES,
        3,
        (row, i) ->
            row.append("i", i + 1)
                .append("l", 2L + i)
                .append("f", 0.1f + i * 0.5f)
                .append("d", 0.25 + i)
                .append("b", i == 1)
                .append("s", i == 0 ? "red" : "blue")
                .append("small", 150 + i)
                .append("big", Binary.fromConstantByteArray(nineBytes(-15 + i)))
                .append("label", (double) (i % 2)));
    ReadTables table = read(files.path("t.parquet"));
    assertThat(table.names())
        .containsExactly("i", "l", "f", "d", "b", "s=blue", "s=red", "small", "big");
    assertThat(table.numbers())
        .containsExactly(
            1, 2, 0.1f, 0.25f, 0, 0, 1, 1.5f, -1.5f, 2, 3, 0.6f, 1.25f, 1, 1, 0, 1.51f, -1.4f, 3, 4,
            1.1f, 2.25f, 0, 1, 0, 1.52f, -1.3f);
    assertThat(table.classes()).containsExactly("0", "1");
  }

  @Test
  void nullAndNotANumberAreHoles() throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.parquet(
        "t.parquet",
        "optional double x; required int32 label;",
        4,
        (row, i) -> {
          if (i != 1) {
            row.append("x", i == 2 ? Double.NaN : 1.0 + i);
          }
          row.append("label", i % 2);
        });
    ReadTables.refused(
        Format.PARQUET,
        files.path("t.parquet"),
        CsvForm.USUAL,
        TableSpec.of("label"),
        "found holes in 2 of 4 rows (column \"x\": 2), the first is "
            + files.path("t.parquet")
            + " row 2; to fill them set data.missing = median, to leave the rows out data.missing ="
            + " drop");
  }

  @Test
  void datesTimesAndArraysBecomeNumbers() throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.parquet(
        "t.parquet",
        "required int32 day (DATE); required int64 ms (TIMESTAMP(MILLIS,true)); required int64 us"
            + " (TIMESTAMP(MICROS,false)); required int64 ns (TIMESTAMP(NANOS,false)); required"
            + " group v (LIST) { repeated group list { optional float element; } } required int32"
            + " label;",
        3,
        (row, i) -> {
          row.append("day", i)
              .append("ms", i * 43_200_000L)
              .append("us", i * 43_200_000_000L)
              .append("ns", i * 43_200_000_000_000L);
          var list = row.addGroup("v");
          list.addGroup("list").append("element", 0.5f + i);
          list.addGroup("list").append("element", -1f - i);
          row.append("label", i % 2);
        });
    ReadTables table = read(files.path("t.parquet"));
    assertThat(table.names()).containsExactly("day", "ms", "us", "ns", "v[0]", "v[1]");
    assertThat(table.numbers())
        .containsExactly(0, 0, 0, 0, 0.5f, -1, 1, 0.5f, 0.5f, 0.5f, 1.5f, -2, 2, 1, 1, 1, 2.5f, -3);
  }

  @Test
  void arraysOfArraysAndOfTextsAreSequences() throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.parquet(
        "t.parquet",
        "optional group v (LIST) { repeated group list { optional group element (LIST) { repeated"
            + " group list { optional double element; } } } } required group w (LIST) { repeated"
            + " group list { optional binary element (STRING); } } required int32 label;",
        3,
        (row, i) -> {
          if (i != 1) {
            var steps = row.addGroup("v");
            for (int step = 0; step <= i; step++) {
              var numbers = steps.addGroup("list").addGroup("element");
              numbers.addGroup("list").append("element", 1.0 + step);
              numbers.addGroup("list").append("element", 0.5 * i);
            }
          }
          var words = row.addGroup("w");
          words.addGroup("list").append("element", i == 0 ? "One" : "two");
          words.addGroup("list").append("element", "two");
          row.append("label", i % 2);
        });
    ColumnRules usual = ColumnRules.USUAL;
    ReadTables steps =
        ReadTables.parquet(
            files.path("t.parquet"),
            TableSpec.of("label")
                .withInputs(List.of("v"), List.of(), List.of())
                .withRules(
                    "v",
                    usual
                        .withKind(ColumnRules.Kind.SEQUENCE)
                        .withMissing(new Missing(Missing.Policy.DROP), false)));
    assertThat(steps.numbers()).containsExactly(1, NONE, NONE, 0, NONE, NONE, 1, 2, 3, 1, 1, 1);
    ReadTables words =
        ReadTables.parquet(
            files.path("t.parquet"),
            TableSpec.of("label")
                .withInputs(List.of("w"), List.of(), List.of())
                .withRules("w", usual.withKind(ColumnRules.Kind.TOKENS)));
    assertThat(words.encoding.columns().get(0).categories()).containsExactly("two", "One");
    assertThat(words.numbers()).containsExactly(2, 1, 1, 1, 1, 1);
    assertThatThrownBy(() -> read(files.path("t.parquet")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("column \"", "to read them as sequences set data.columns {");
  }

  @Test
  void arraysOfSeveralLengthsAndMapsNameTheWayOut() throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.parquet(
        "t.parquet",
        "required group v (LIST) { repeated group list { required int32 element; } } required int32"
            + " x; required group g { required int32 y; } required int32 label;",
        3,
        (row, i) -> {
          var list = row.addGroup("v");
          for (int n = 0; n <= i; n++) {
            list.addGroup("list").append("element", n);
          }
          row.append("x", i);
          row.addGroup("g").append("y", i);
          row.append("label", i % 2);
        });
    assertRefused("found struct<y:int>; leave it out with data.except = [\"g\"]");
    TableSpec spec = TableSpec.of("label").withInputs(List.of(), List.of("g"), List.of());
    ReadTables.refused(
        Format.PARQUET,
        folder.toString(),
        CsvForm.USUAL,
        spec,
        "t.parquet: column \"v\": expected arrays of 1 numbers as in the rows before, found an"
            + " array of 2 numbers; leave the column out with data.except = [\"v\"]");
  }

  @Test
  void namesMayHaveBlanksAndDots() throws IOException {
    SparkSession spark =
        SparkSession.builder().master("local[1]").config("spark.ui.enabled", false).getOrCreate();
    spark
        .range(3)
        .selectExpr(
            "cast(id as double) as `a b`",
            "id as `c.d`",
            "timestamp_seconds(id * 43200) as t",
            "cast(id % 2 as string) as label")
        .coalesce(1)
        .write()
        .parquet(folder.resolve("out").toString());
    ReadTables table = read(folder.resolve("out").toString());
    assertThat(table.names()).containsExactly("a b", "c.d", "t");
    assertThat(table.numbers()).containsExactly(0, 0, 0, 1, 1, 0.5f, 2, 2, 1);
  }

  @Test
  void aFileThatIsNoParquetIsRefusedInOneLine() throws IOException {
    new WrittenFiles(folder).write("t.parquet", "label\nx\n".repeat(10));
    assertThatThrownBy(() -> read(folder.toString()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("t.parquet: footer: expected Parquet, found damage: ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void filesOfAFolderFollowTheirNames() throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    for (int part = 2; part >= 0; part--) {
      int first = part * 10;
      files.parquet(
          "part-" + part + ".parquet",
          "required int32 x; required int32 label;",
          2,
          (row, i) -> row.append("x", first + i).append("label", i));
    }
    assertThat(read(folder.toString()).numbers()).containsExactly(0, 1, 10, 11, 20, 21);
  }

  private void assertRefused(String end) {
    ReadTables.refused(
        Format.PARQUET, folder.toString(), CsvForm.USUAL, TableSpec.of("label"), end);
  }

  private static byte[] nineBytes(long value) {
    byte[] bytes = new byte[9];
    java.util.Arrays.fill(bytes, (byte) (value < 0 ? -1 : 0));
    byte[] exact = BigInteger.valueOf(value).toByteArray();
    System.arraycopy(exact, 0, bytes, 9 - exact.length, exact.length);
    return bytes;
  }
}
