package io.espalier.data.read;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of damage gets one line with the file, the place, what was expected and found. */
class DamagedFilesTest {
  @TempDir Path folder;

  /** Damages a sound set. */
  interface Damage {
    void to(WrittenFiles files) throws IOException;
  }

  /** One row of the table: what is done, and what the message must end with. */
  record Case(String name, Damage damage, String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> damagedIdx() {
    return Stream.of(
        new Case(
            "truncated images",
            f -> f.write("train-images-idx3-ubyte", cut(WrittenFiles.images(6, 2, 3), 5)),
            "/train-images-idx3-ubyte: byte 16: expected 36 bytes of 6 images of 2x3, found 31:"
                + " the file is truncated"),
        new Case(
            "truncated header",
            f -> f.write("train-images-idx3-ubyte", cut(WrittenFiles.images(0, 2, 3), 10)),
            "/train-images-idx3-ubyte: byte 4: expected 4 bytes of number of images, found 2: the"
                + " file is truncated"),
        new Case(
            "wrong magic",
            f -> f.write("train-images-idx3-ubyte", WrittenFiles.labels(0, 1)),
            "/train-images-idx3-ubyte: byte 0: expected the magic number 0x00000803 of an IDX file"
                + " of images, found 0x00000801"),
        new Case(
            "negative size",
            f -> f.write("train-labels-idx1-ubyte", new byte[] {0, 0, 8, 1, -1, 0, 0, 0}),
            "/train-labels-idx1-ubyte: byte 4: expected a number of labels above 0, found"
                + " -16777216"),
        new Case(
            "a size beyond memory",
            f ->
                f.write(
                    "t10k-images-idx3-ubyte",
                    new byte[] {0, 0, 8, 3, 127, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 28}),
            "/t10k-images-idx3-ubyte: byte 4: expected images that fit in memory (2 GB), found"
                + " 2130706432 of 28x28"),
        new Case(
            "trailing bytes",
            f -> f.write("t10k-labels-idx1-ubyte", Arrays.copyOf(WrittenFiles.labels(2, 1), 11)),
            "/t10k-labels-idx1-ubyte: byte 10: expected the end of the file, found more bytes"),
        new Case(
            "too few labels",
            f -> f.write("train-labels-idx1-ubyte", WrittenFiles.labels(0, 1, 2)),
            "/train-labels-idx1-ubyte: byte 4: expected 6 labels, as many as"
                + " train-images-idx3-ubyte has images, found 3"),
        new Case(
            "test images of another size",
            f -> f.write("t10k-images-idx3-ubyte", WrittenFiles.images(2, 3, 2)),
            "/t10k-images-idx3-ubyte: byte 8: expected images of 1x2x3 as in"
                + " train-images-idx3-ubyte, found 1x3x2"),
        new Case(
            "a training label far out",
            f -> f.write("train-labels-idx1-ubyte", WrittenFiles.labels(0, 1, 2, 200, 1, 2)),
            "/train-labels-idx1-ubyte: byte 11: expected labels without gaps (name all classes if"
                + " some have no examples), but no example has label 3, found label 200"),
        new Case(
            "a test label that training lacks",
            f -> f.write("t10k-labels-idx1-ubyte", WrittenFiles.labels(2, 3)),
            "/t10k-labels-idx1-ubyte: byte 9: expected a label from 0 to 2, found label 3"),
        new Case(
            "wide labels that do not fit",
            f -> {
              java.nio.file.Files.delete(Path.of(f.path("train-labels-idx1-ubyte")));
              f.write("train-labels-idx2-int", WrittenFiles.wideLabels(0, 1, 2, 70000, 1, 2));
            },
            "/train-labels-idx2-int: byte 108: expected a class from 0 to 32767 as a label's first"
                + " number, found label 70000"),
        new Case(
            "wide labels cut short",
            f -> {
              java.nio.file.Files.delete(Path.of(f.path("train-labels-idx1-ubyte")));
              f.write("train-labels-idx2-int", cut(WrittenFiles.wideLabels(0, 1, 2, 0, 1, 2), 8));
            },
            "/train-labels-idx2-int: byte 176: expected 28 bytes of label 6 of 6, found 20: the"
                + " file is truncated"),
        new Case(
            "wide labels of more than can be",
            f -> {
              java.nio.file.Files.delete(Path.of(f.path("train-labels-idx1-ubyte")));
              byte[] labels = WrittenFiles.wideLabels(0, 1, 2, 0, 1, 2);
              labels[8] = 0x40;
              f.write("train-labels-idx2-int", labels);
            },
            "/train-labels-idx2-int: byte 8: expected labels that fit in memory (2 GB), found"
                + " 1073741832 numbers each"),
        new Case(
            "no gzip behind .gz",
            f -> {
              java.nio.file.Files.delete(Path.of(f.path("train-images-idx3-ubyte")));
              f.write("train-images-idx3-ubyte.gz", WrittenFiles.images(6, 2, 3));
            },
            "/train-images-idx3-ubyte.gz: byte 0: expected a gzip header, found none: Not in GZIP"
                + " format"),
        new Case(
            "truncated gzip",
            f -> {
              java.nio.file.Files.delete(Path.of(f.path("train-images-idx3-ubyte")));
              f.write(
                  "train-images-idx3-ubyte.gz",
                  cut(WrittenFiles.gzip(WrittenFiles.images(6, 2, 3)), 20));
            },
            "/train-images-idx3-ubyte.gz (unpacked): after byte 16: expected more packed data,"
                + " found a truncated or damaged gzip stream: Unexpected end of ZLIB input"
                + " stream"),
        new Case(
            "a missing file",
            f -> java.nio.file.Files.delete(Path.of(f.path("t10k-labels-idx1-ubyte"))),
            ": no file t10k-labels-idx1-ubyte (or .gz); set ESPALIER_DATA to the folder that data"
                + " paths start from, or run: espalier data get mnist"));
  }

  @ParameterizedTest
  @MethodSource("damagedIdx")
  void aDamagedIdxFileGetsOneLine(Case damaged) throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.idxSet();
    damaged.damage().to(files);
    assertOneLine(new DataSource.Idx(folder.toString(), List.of()), damaged.message());
  }

  static Stream<Case> damagedCifar() {
    return Stream.of(
        new Case(
            "truncated batch",
            f -> f.write("data_batch_2.bin", cut(WrittenFiles.cifar(3, 4), 73)),
            "/data_batch_2.bin: byte 3073: expected records of 3073 bytes, found one of 3000: the"
                + " file is truncated or has trailing bytes"),
        new Case(
            "trailing bytes",
            f -> f.write("test_batch.bin", Arrays.copyOf(WrittenFiles.cifar(3), 3075)),
            "/test_batch.bin: byte 3073: expected records of 3073 bytes, found one of 2: the file"
                + " is truncated or has trailing bytes"),
        new Case(
            "empty batch",
            f -> f.write("data_batch_1.bin", new byte[0]),
            "/data_batch_1.bin: byte 0: expected records of 3073 bytes, found one of 0: the file"
                + " is truncated or has trailing bytes"),
        new Case(
            "label out of range",
            f -> f.write("data_batch_1.bin", WrittenFiles.cifar(3, 10)),
            "/data_batch_1.bin: byte 3073: expected a label from 0 to 9, found label 10"),
        new Case(
            "names missing",
            f -> f.write("batches.meta.txt", "airplane\nautomobile\n"),
            "/batches.meta.txt: expected 10 class names, one a line, found 2"),
        new Case(
            "no test batch",
            f -> java.nio.file.Files.delete(Path.of(f.path("test_batch.bin"))),
            ": no file test_batch.bin; set ESPALIER_DATA to the folder that data paths start from,"
                + " or run: espalier data get cifar10"));
  }

  @ParameterizedTest
  @MethodSource("damagedCifar")
  void aDamagedCifarFileGetsOneLine(Case damaged) throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.cifarSet();
    damaged.damage().to(files);
    assertOneLine(new DataSource.Cifar10(folder.toString()), damaged.message());
  }

  private static void assertOneLine(DataSource source, String end) {
    SourceReader reader = new SourceReader(new Configuration(false));
    assertThatThrownBy(() -> reader.read(source, 1))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(end)
        .hasMessageNotContaining("\n");
  }

  private static byte[] cut(byte[] bytes, int missing) {
    return Arrays.copyOf(bytes, Math.max(0, bytes.length - missing));
  }
}
