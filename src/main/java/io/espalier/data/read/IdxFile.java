package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.wire.InputShape;
import java.util.Locale;
import org.apache.hadoop.fs.Path;

/**
 * One file of LeCun's IDX format: a magic number {@code 0, 0, type, dimensions}, the size of each
 * dimension as a 32-bit big-endian number, then the values. Only unsigned bytes (type 8) occur in
 * the MNIST family.
 */
final class IdxFile {
  private static final int IMAGES_MAGIC = 0x0803;
  private static final int LABELS_MAGIC = 0x0801;

  private IdxFile() {}

  /** Images, grey, one after another. */
  @SuppressWarnings("ArrayRecordComponent")
  record Images(InputShape.Image shape, byte[] pixels) {
    int count() {
      return pixels.length / shape.size();
    }
  }

  /** Labels 0 to 255 as unsigned bytes, the first at byte {@link #LABELS_OFFSET}. */
  @SuppressWarnings("ArrayRecordComponent")
  record Labels(byte[] values) {
    static final int LABELS_OFFSET = 8;

    int label(int example) {
      return values[example] & 0xff;
    }
  }

  static Images images(DataFiles files, Path path) {
    try (BinaryFile file = new BinaryFile(files, path)) {
      magic(file, IMAGES_MAGIC, "images");
      int count = size(file, "number of images");
      int height = size(file, "height in pixels");
      int width = size(file, "width in pixels");
      long bytes = (long) count * height * width;
      if (bytes > Integer.MAX_VALUE - 16) {
        throw file.damage(
            4,
            "expected images that fit in memory (2 GB)",
            "found " + count + " of " + height + "x" + width);
      }
      byte[] pixels = file.read((int) bytes, count + " images of " + height + "x" + width);
      file.end();
      return new Images(new InputShape.Image(1, height, width), pixels);
    }
  }

  static Labels labels(DataFiles files, Path path) {
    try (BinaryFile file = new BinaryFile(files, path)) {
      magic(file, LABELS_MAGIC, "labels");
      int count = size(file, "number of labels");
      byte[] values = file.read(count, count + " labels");
      file.end();
      return new Labels(values);
    }
  }

  private static void magic(BinaryFile file, int expected, String what) {
    int found = file.integer("magic number");
    if (found != expected) {
      throw file.damage(
          0,
          String.format(
              Locale.ROOT, "expected the magic number 0x%08x of an IDX file of %s", expected, what),
          String.format(Locale.ROOT, "found 0x%08x", found));
    }
  }

  private static int size(BinaryFile file, String what) {
    long at = file.offset();
    int size = file.integer(what);
    if (size <= 0) {
      throw file.damage(at, "expected a " + what + " above 0", "found " + size);
    }
    return size;
  }

  static DataException labelOutOfRange(Path path, int example, int label, String accepted) {
    return new DataException(
        DataFiles.name(path)
            + (DataFiles.packed(path) ? " (unpacked)" : "")
            + ": byte "
            + (Labels.LABELS_OFFSET + example)
            + ": expected "
            + accepted
            + ", found label "
            + label);
  }
}
