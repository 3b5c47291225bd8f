package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.files.DataFiles;
import io.espalier.data.files.Joined;
import io.espalier.wire.InputShape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Krizhevsky's binary form: records of some label bytes and 3,072 bytes, the red, green and blue
 * plane of 32×32 pixels.
 *
 * @param labelBytes of a record: 1 in CIFAR-10, 2 in CIFAR-100
 * @param label which of them is the class, from 0
 */
record CifarFile(DataFiles files, Path path, int labelBytes, int label) {
  static final InputShape.Image SHAPE = new InputShape.Image(3, 32, 32);

  /** Images and labels of one file. */
  @SuppressWarnings("ArrayRecordComponent")
  record Batch(byte[] pixels, byte[] labels) {}

  /** All records; labels lie from 0 to one below the number of classes. */
  Batch read(int classes) {
    int recordBytes = labelBytes + SHAPE.size();
    long bytes = files.status(path).map(FileStatus::getLen).orElse(0L);
    int records = Joined.length(bytes / recordBytes, DataFiles.name(path));
    try (BinaryFile file = new BinaryFile(files, path)) {
      if (bytes == 0 || bytes % recordBytes != 0) {
        throw file.damage(
            (long) records * recordBytes,
            "expected records of " + recordBytes + " bytes",
            "found one of "
                + bytes % recordBytes
                + ": the file is truncated or has trailing bytes");
      }
      int size = SHAPE.size();
      byte[] pixels = new byte[Joined.length((long) records * size, DataFiles.name(path))];
      byte[] labels = new byte[records];
      for (int i = 0; i < records; i++) {
        labels[i] = file.read(labelBytes, "label")[label];
        if ((labels[i] & 0xff) >= classes) {
          throw file.damage(
              file.offset() - labelBytes + label,
              "expected a label from 0 to " + (classes - 1),
              "found label " + (labels[i] & 0xff));
        }
        if (file.fill(pixels, i * size, size) < size) {
          throw file.damage(
              file.offset(), "expected " + size + " bytes of pixels", "found the end of the file");
        }
      }
      return new Batch(pixels, labels);
    }
  }

  /** Labels as classes. */
  static short[] classes(byte[] labels) {
    short[] classes = new short[labels.length];
    for (int i = 0; i < labels.length; i++) {
      classes[i] = labels[i];
    }
    return classes;
  }

  /** Names of classes, one a line; the fallback where there is no such file. */
  static List<String> names(DataFiles files, Path path, List<String> fallback) {
    if (!files.isFile(path)) {
      return fallback;
    }
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(files.open(path), StandardCharsets.UTF_8))) {
      List<String> names = lines.lines().map(String::strip).filter(n -> !n.isEmpty()).toList();
      if (names.size() != fallback.size()) {
        throw new DataException(
            DataFiles.name(path)
                + ": expected "
                + fallback.size()
                + " class names, one a line, found "
                + names.size());
      }
      return names;
    } catch (IOException e) {
      throw DataFiles.unreadable(path, e);
    }
  }

  /** What to do without a file; {@code or} is one more way, or empty. */
  static DataException missing(Path folder, String file, String or) {
    return new DataException(
        DataFiles.name(folder)
            + ": no file "
            + file
            + "; set ESPALIER_DATA to the folder that data paths start from"
            + or);
  }
}
