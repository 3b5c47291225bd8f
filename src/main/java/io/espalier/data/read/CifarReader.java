package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Krizhevsky's binary form of CIFAR-10: records of one label byte and 3,072 bytes, the red, green
 * and blue plane of 32×32 pixels.
 */
final class CifarReader {
  static final InputShape.Image SHAPE = new InputShape.Image(3, 32, 32);

  private static final int RECORD_BYTES = 1 + 3 * 32 * 32;
  private static final Pattern BATCH = Pattern.compile("data_batch_(\\d{1,9})\\.bin");

  /** The published names, for folders without {@code batches.meta.txt}. */
  private static final List<String> NAMES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private final DataFiles files;

  CifarReader(DataFiles files) {
    this.files = files;
  }

  /** Images and labels of one file. */
  @SuppressWarnings("ArrayRecordComponent")
  record Batch(byte[] pixels, byte[] labels) {}

  Dataset read(DataSource.Cifar10 source) {
    Path folder = DataFiles.path(source.path());
    Path test = new Path(folder, "test_batch.bin");
    if (!files.isFolder(folder) || batches(folder).isEmpty()) {
      throw missing(folder, "data_batch_1.bin");
    }
    if (!files.isFile(test)) {
      throw missing(folder, test.getName());
    }
    List<String> names = names(folder);
    List<Batch> all = new ArrayList<>();
    for (Path batch : batches(folder)) {
      all.add(batch(batch, names.size()));
    }
    Batch testBatch = batch(test, names.size());
    all.add(testBatch);
    String where = DataFiles.name(folder);
    byte[] labels = Joined.bytes(all.stream().map(Batch::labels).toList(), where);
    short[] classes = new short[labels.length];
    for (int i = 0; i < labels.length; i++) {
      classes[i] = labels[i];
    }
    return new Dataset(
        SHAPE,
        new Features.Bytes(Joined.bytes(all.stream().map(Batch::pixels).toList(), where)),
        new Targets.Classes(classes, names),
        List.of(),
        testBatch.labels().length);
  }

  /** The class names listed in the folder, else the published ones. */
  List<String> names(Path folder) {
    Path meta = new Path(folder, "batches.meta.txt");
    if (!files.isFile(meta)) {
      return NAMES;
    }
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(files.open(meta), StandardCharsets.UTF_8))) {
      List<String> names = lines.lines().map(String::strip).filter(n -> !n.isEmpty()).toList();
      if (names.size() != NAMES.size()) {
        throw new DataException(
            DataFiles.name(meta) + ": expected 10 class names, one a line, found " + names.size());
      }
      return names;
    } catch (IOException e) {
      throw DataFiles.unreadable(meta, e);
    }
  }

  Batch batch(Path path, int classes) {
    long bytes = files.status(path).map(FileStatus::getLen).orElse(0L);
    int records = Joined.length(bytes / RECORD_BYTES, DataFiles.name(path));
    try (BinaryFile file = new BinaryFile(files, path)) {
      if (bytes == 0 || bytes % RECORD_BYTES != 0) {
        throw file.damage(
            (long) records * RECORD_BYTES,
            "expected records of " + RECORD_BYTES + " bytes",
            "found one of "
                + bytes % RECORD_BYTES
                + ": the file is truncated or has trailing bytes");
      }
      int size = SHAPE.size();
      byte[] pixels = new byte[Joined.length((long) records * size, DataFiles.name(path))];
      byte[] labels = new byte[records];
      for (int i = 0; i < records; i++) {
        labels[i] = file.read(1, "label")[0];
        if ((labels[i] & 0xff) >= classes) {
          throw file.damage(
              file.offset() - 1,
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

  private List<Path> batches(Path folder) {
    return files.list(folder).stream()
        .map(FileStatus::getPath)
        .filter(p -> BATCH.matcher(p.getName()).matches())
        .sorted(Comparator.comparingInt(CifarReader::number).thenComparing(Path::getName))
        .toList();
  }

  private static int number(Path path) {
    return Integer.parseInt(BATCH.matcher(path.getName()).replaceFirst("$1"));
  }

  private static DataException missing(Path folder, String file) {
    return new DataException(
        DataFiles.name(folder)
            + ": no file "
            + file
            + "; set ESPALIER_DATA to the folder that data paths start from, or run: espalier data"
            + " get cifar10");
  }
}
