package io.espalier.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.DataSource.Table.Format;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetTableTest {
  private static final String ALL_TYPES =
      "required int32 i; required int64 l; required float f; required double d;"
          + " required boolean b; required binary s (STRING);"
          + " required int32 small (DECIMAL(5,2)); required fixed_len_byte_array(9) big"
          + " (DECIMAL(20,1)); required double label;";

  @TempDir Path folder;

  private static Dataset read(String path) {
    DataSource.Table table =
        new DataSource.Table(Format.PARQUET, path, "label", List.of(), List.of(), false, ',', "");
    return new SourceReader(new Configuration(false)).read(table, 1);
  }

  @Test
  void everySupportedTypeBecomesNumbers() throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.parquet(
        "t.parquet",
        ALL_TYPES,
        2,
        (row, i) ->
            row.append("i", i + 1)
                .append("l", 2L)
                .append("f", 0.5f)
                .append("d", 0.25)
                .append("b", i == 1)
                .append("s", i == 0 ? "red" : "blue")
                .append("small", 150)
                .append("big", Binary.fromConstantByteArray(nineBytes(-15)))
                .append("label", (double) i));
    Dataset dataset = read(files.path("t.parquet"));
    assertThat(dataset.featureNames())
        .containsExactly("i", "l", "f", "d", "b", "s=blue", "s=red", "small", "big");
    assertThat(((Features.Floats) dataset.features()).values())
        .containsExactly(
            1, 2, 0.5f, 0.25f, 0, 0, 1, 1.5f, -1.5f, 2, 2, 0.5f, 0.25f, 1, 1, 0, 1.5f, -1.5f);
    assertThat(((Targets.Classes) dataset.targets()).names()).containsExactly("0", "1");
  }

  @Test
  void aNullNamesRowAndColumn() throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.parquet(
        "t.parquet",
        "optional double x; required int32 label;",
        3,
        (row, i) -> {
          if (i != 1) {
            row.append("x", 1.0);
          }
          row.append("label", i);
        });
    assertRefused("t.parquet: row 2, column \"x\": expected a value, found null");
  }

  @Test
  void notANumberNamesRowAndColumn() throws IOException {
    new WrittenFiles(folder)
        .parquet(
            "t.parquet",
            "required double x; required int32 label;",
            2,
            (row, i) -> row.append("x", i == 1 ? Double.NaN : 1).append("label", i));
    assertRefused("t.parquet: row 2, column \"x\": expected a finite number, found NaN");
  }

  @Test
  void datesAreRefused() throws IOException {
    new WrittenFiles(folder)
        .parquet(
            "t.parquet",
            "required int32 day (DATE); required int32 label;",
            1,
            (row, i) -> row.append("day", 1).append("label", 1));
    assertRefused(
        "t.parquet: column \"day\": expected numbers, booleans, decimals or text, found dates or"
            + " times");
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
          (row, i) -> row.append("x", first + i).append("label", 1));
    }
    assertThat(((Features.Floats) read(folder.toString()).features()).values())
        .containsExactly(0, 1, 10, 11, 20, 21);
  }

  private void assertRefused(String end) {
    assertThatThrownBy(() -> read(folder.toString()))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(end);
  }

  private static byte[] nineBytes(long value) {
    byte[] bytes = new byte[9];
    java.util.Arrays.fill(bytes, (byte) (value < 0 ? -1 : 0));
    byte[] exact = BigInteger.valueOf(value).toByteArray();
    System.arraycopy(exact, 0, bytes, 9 - exact.length, exact.length);
    return bytes;
  }
}
