package io.espalier.data.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.CsvForm;
import io.espalier.data.DataException;
import io.espalier.data.DataSource.Table.Format;
import io.espalier.data.TableSpec;
import io.espalier.data.read.WrittenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ParquetNumbersTest {
  private static final int ROWS = 10_000;

  /** Doubles of few and of many values, the other types of numbers, and holes of each kind. */
  private static final String SCHEMA =
      "required double few; required double many; required float f; required int32 i;"
          + " required int64 l; required int32 small (INTEGER(8,true)); optional double none;"
          + " optional double runs; optional float scattered; optional int32 whole;"
          + " required double label;";

  @TempDir Path folder;

  /** How a file is written. */
  record Form(CompressionCodecName codec, WriterVersion version, boolean dictionary) {}

  static Stream<Form> forms() {
    return Stream.of(
            CompressionCodecName.UNCOMPRESSED,
            CompressionCodecName.SNAPPY,
            CompressionCodecName.GZIP,
            CompressionCodecName.ZSTD)
        .flatMap(
            codec ->
                Arrays.stream(WriterVersion.values())
                    .flatMap(
                        version ->
                            Stream.of(true, false)
                                .map(dictionary -> new Form(codec, version, dictionary))));
  }

  private String write(Form form) throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.parquet(
        "t.parquet",
        SCHEMA,
        ROWS,
        writer ->
            writer
                .withCompressionCodec(form.codec())
                .withWriterVersion(form.version())
                .withDictionaryEncoding(form.dictionary())
                .withPageSize(4096)
                .withDictionaryPageSize(16_384)
                .withRowGroupSize(200_000L),
        (row, i) -> {
          row.append("few", few(i))
              .append("many", many(i))
              .append("f", (float) many(i))
              .append("i", i * 3 - 5)
              .append("l", i * 1_000_000_007L)
              .append("small", i % 100 - 50);
          if (i / 3000 % 2 == 0) {
            row.append("runs", many(i));
          }
          if (i % 7 != 3) {
            row.append("scattered", (float) few(i));
          }
          if (i % 2 == 0) {
            row.append("whole", i);
          }
          row.append("label", (double) i);
        });
    return files.path("t.parquet");
  }

  private static double few(int row) {
    return row * 31 % 11 / 4.0;
  }

  private static double many(int row) {
    return Math.sin(row) * 1e6;
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyFormOfPagesGivesTheSameNumbers(Form form) throws IOException {
    TableRows rows =
        new TableReader(TableSpec.of("label").predicting(List.of("label")), line -> {})
            .read(
                new TableFiles(new Configuration(false))
                    .open(Format.PARQUET, write(form), CsvForm.USUAL),
                List.of());
    assertThat(rows.rows()).isEqualTo(ROWS);
    for (int i = 0; i < ROWS; i++) {
      float[] expected = {
        (float) few(i),
        (float) many(i),
        (float) many(i),
        i * 3 - 5,
        i * 1_000_000_007L,
        i % 100 - 50,
        Float.NaN,
        i / 3000 % 2 == 0 ? (float) many(i) : Float.NaN,
        i % 7 == 3 ? Float.NaN : (float) few(i),
        i % 2 == 0 ? i : Float.NaN
      };
      for (int column = 0; column < expected.length; column++) {
        RawColumn.Numbers found = (RawColumn.Numbers) rows.features().get(column);
        assertThat(Float.valueOf(found.values()[i]))
            .as(found.name() + " " + i)
            .isEqualTo(Float.valueOf(expected[column]));
      }
    }
  }

  @Test
  void onlyPlainNumbersAreReadByPages() throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.parquet(
        "t.parquet",
        "required double d; required int32 day (DATE); required int32 u (INTEGER(32,false));"
            + " required int32 money (DECIMAL(5,2)); repeated float many; required binary s;"
            + " required boolean b; required int32 plain;",
        2,
        (row, i) ->
            row.append("d", 1.0)
                .append("day", i)
                .append("u", i)
                .append("money", i)
                .append("many", 1f)
                .append("s", "a")
                .append("b", true)
                .append("plain", i));
    assertThat(columns("t.parquet")).containsExactly("d", "plain");
  }

  @Test
  void wholeNumbersOfDifferencesAreLeftToSpark() throws IOException {
    write(new Form(CompressionCodecName.SNAPPY, WriterVersion.PARQUET_2_0, false));
    assertThat(columns("t.parquet")).contains("few", "f").doesNotContain("i", "l", "whole");
  }

  private Set<String> columns(String name) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder.resolve(name).toString());
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, new Configuration(false)))) {
      ParquetMetadata footer = reader.getFooter();
      return ParquetNumbers.columns(footer);
    }
  }

  @Test
  void damagedPagesAreRefusedInOneLine() throws IOException {
    Path file =
        Path.of(write(new Form(CompressionCodecName.SNAPPY, WriterVersion.PARQUET_1_0, false)));
    Files.deleteIfExists(folder.resolve(".t.parquet.crc"));
    byte[] bytes = Files.readAllBytes(file);
    int refused = 0;
    for (int at = 4; at < 100_000; at += 4999) {
      byte[] damaged = bytes.clone();
      Arrays.fill(damaged, at, at + 40, (byte) 0xff);
      Files.write(file, damaged);
      refused += refuses(file) ? 1 : 0;
    }
    assertThat(refused).isPositive();
  }

  /** Whether a file is refused; if not, the damage is one that nothing can tell from numbers. */
  private static boolean refuses(Path file) {
    try {
      ReadTables.parquet(file.toString(), TableSpec.of("label").predicting(List.of("label")));
      return false;
    } catch (DataException refusal) {
      assertThat(refusal.getMessage()).doesNotContain("\n");
      return true;
    }
  }

  @Test
  void aPageOfAnotherLengthIsDamage() {
    assertThatThrownBy(
            () ->
                new PageCodecs(new Configuration(false))
                    .getDecompressor(CompressionCodecName.SNAPPY)
                    .decompress(
                        org.apache.parquet.bytes.BytesInput.from(
                            org.xerial.snappy.Snappy.compress(new byte[100])),
                        99))
        .isInstanceOf(IOException.class)
        .hasMessage("expected a page of 99 bytes, found one of 100");
  }
}
