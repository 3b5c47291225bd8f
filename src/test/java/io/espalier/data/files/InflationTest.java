package io.espalier.data.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InflationTest {
  private static final long BOMB_BYTES = Inflation.FREE_BYTES + (32 << 20);
  @TempDir private Path folder;

  @Test
  void aFileThatUnpacksToNothingOfItsSizeIsRefusedInOneLine() throws IOException {
    Path bomb = folder.resolve("bomb.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
      zeros(out, BOMB_BYTES);
    }
    DataFiles files = new DataFiles(new Configuration());
    for (boolean byCodec : new boolean[] {false, true}) {
      assertThatThrownBy(
              () -> {
                org.apache.hadoop.fs.Path path = DataFiles.path(bomb.toString());
                try (InputStream in = byCodec ? files.unpacked(path) : files.open(path)) {
                  in.transferTo(OutputStream.nullOutputStream());
                }
              })
          .isInstanceOf(DataException.class)
          .hasMessage(
              bomb
                  + ": its "
                  + Files.size(bomb)
                  + " bytes unpack to more than "
                  + Inflation.most(Files.size(bomb))
                  + ": refused");
    }
  }

  @Test
  void whatUnpacksToLittleIsNeverRefused() throws IOException {
    Path small = folder.resolve("small.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(small))) {
      zeros(out, 1 << 20);
    }
    try (InputStream in =
        new DataFiles(new Configuration()).open(DataFiles.path(small.toString()))) {
      assertThat(in.transferTo(OutputStream.nullOutputStream())).isEqualTo(1 << 20);
    }
  }

  @Test
  void theEntriesOfAnArchiveCountTogetherAndAlsoWhereTheyArePassedOver() throws IOException {
    Path bomb = folder.resolve("bomb.npz");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(bomb))) {
      for (int entry = 0; entry < 2; entry++) {
        out.putNextEntry(new ZipEntry(entry + ".npy"));
        zeros(out, BOMB_BYTES / 2);
      }
    }
    assertThatThrownBy(
            () -> {
              Inflation inflation = new Inflation(bomb.toString(), Files.size(bomb));
              try (UnpackedZip zip = new UnpackedZip(Files.newInputStream(bomb), inflation)) {
                while (zip.getNextEntry() != null) {
                  zip.closeEntry();
                }
              }
            })
        .isInstanceOf(DataException.class)
        .hasMessageContaining("unpack to more than");
  }

  private static void zeros(OutputStream out, long bytes) throws IOException {
    byte[] some = new byte[1 << 16];
    for (long left = bytes; left > 0; left -= some.length) {
      out.write(some, 0, (int) Math.min(left, some.length));
    }
  }
}
