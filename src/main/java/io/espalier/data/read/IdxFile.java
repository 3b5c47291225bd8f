package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.files.DataFiles;
import io.espalier.wire.InputShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;

/**
 * One file of LeCun's IDX format: a magic number {@code 0, 0, type, dimensions}, the size of each
 * dimension as a 32-bit big-endian number, then the values. Pictures and most labels are unsigned
 * bytes (type 8); QMNIST has rows of 32-bit numbers (type 12) of which the first is the class.
 */
final class IdxFile {
  private static final int IMAGES_MAGIC = 0x0803;
  private static final int LABELS_MAGIC = 0x0801;
  private static final int WIDE_LABELS_MAGIC = 0x0c02;

  /** EMNIST's files begin so; their pictures are stored column by column. */
  private static final String TRANSPOSED = "emnist-";

  private IdxFile() {}

  /** Images, grey, one after another. */
  @SuppressWarnings("ArrayRecordComponent")
  record Images(InputShape.Image shape, byte[] pixels) {
    int count() {
      return pixels.length / shape.size();
    }
  }

  /**
   * Classes, 0 to 32,767.
   *
   * @param first byte of the first one in the file
   * @param stride bytes from one to the next
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Labels(short[] values, int first, int stride) {
    int count() {
      return values.length;
    }
  }

  /** Whether a file's pictures are turned when they are read. */
  static boolean transposed(Path path) {
    return path.getName().startsWith(TRANSPOSED);
  }

  static Images images(DataFiles files, Path path) {
    try (BinaryFile file = new BinaryFile(files, path)) {
      magic(file, IMAGES_MAGIC, "images");
      int count = size(file, "number of images");
      int height = size(file, "height in pixels");
      int width = size(file, "width in pixels");
      double bytes = (double) count * height * width; // of three such numbers a long is too small
      if (bytes > Integer.MAX_VALUE - 16) {
        throw file.damage(
            4,
            "expected images that fit in memory (2 GB)",
            "found " + count + " of " + height + "x" + width);
      }
      byte[] pixels = file.read((int) bytes, count + " images of " + height + "x" + width);
      file.end();
      Images stored = new Images(new InputShape.Image(1, height, width), pixels);
      return transposed(path) ? turned(stored) : stored;
    }
  }

  /** What was stored column by column, row by row. */
  private static Images turned(Images stored) {
    int height = stored.shape().width();
    int width = stored.shape().height();
    byte[] pixels = new byte[stored.pixels().length];
    for (int image = 0; image < pixels.length; image += height * width) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          pixels[image + y * width + x] = stored.pixels()[image + x * height + y];
        }
      }
    }
    return new Images(new InputShape.Image(1, height, width), pixels);
  }

  static Labels labels(DataFiles files, Path path) {
    try (BinaryFile file = new BinaryFile(files, path)) {
      int magic = file.integer("magic number");
      if (magic != LABELS_MAGIC && magic != WIDE_LABELS_MAGIC) {
        throw wrongMagic(file, LABELS_MAGIC, "labels", magic);
      }
      int count = size(file, "number of labels");
      return magic == LABELS_MAGIC ? bytes(file, count) : wide(file, count, path);
    }
  }

  private static Labels bytes(BinaryFile file, int count) {
    int first = (int) file.offset();
    byte[] stored = file.read(count, count + " labels");
    file.end();
    short[] values = new short[count];
    for (int i = 0; i < count; i++) {
      values[i] = (short) (stored[i] & 0xff);
    }
    return new Labels(values, first, 1);
  }

  private static Labels wide(BinaryFile file, int count, Path path) {
    long at = file.offset();
    int columns = size(file, "numbers of a label");
    if (columns > Integer.MAX_VALUE / Integer.BYTES) {
      throw file.damage(
          at, "expected labels that fit in memory (2 GB)", "found " + columns + " numbers each");
    }
    int first = (int) file.offset();
    int rest = Integer.BYTES * (columns - 1);
    List<Short> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int label = file.integer("label " + (i + 1) + " of " + count);
      if (label < 0 || label > Short.MAX_VALUE) {
        Labels known = new Labels(new short[0], first, Integer.BYTES * columns);
        throw labelOutOfRange(
            path, known, i, label, "a class from 0 to 32767 as a label's first number");
      }
      file.read(rest, "label " + (i + 1) + " of " + count);
      values.add((short) label);
    }
    file.end();
    short[] all = new short[count];
    for (int i = 0; i < count; i++) {
      all[i] = values.get(i);
    }
    return new Labels(all, first, Integer.BYTES * columns);
  }

  private static void magic(BinaryFile file, int expected, String what) {
    int found = file.integer("magic number");
    if (found != expected) {
      throw wrongMagic(file, expected, what, found);
    }
  }

  private static DataException wrongMagic(BinaryFile file, int expected, String what, int found) {
    return file.damage(
        0,
        String.format(
            Locale.ROOT, "expected the magic number 0x%08x of an IDX file of %s", expected, what),
        String.format(Locale.ROOT, "found 0x%08x", found));
  }

  private static int size(BinaryFile file, String what) {
    long at = file.offset();
    int size = file.integer(what);
    if (size <= 0) {
      throw file.damage(at, "expected a " + what + " above 0", "found " + size);
    }
    return size;
  }

  static DataException labelOutOfRange(
      Path path, Labels labels, int example, int label, String accepted) {
    return new DataException(
        DataFiles.name(path)
            + (DataFiles.packed(path) ? " (unpacked)" : "")
            + ": byte "
            + (labels.first() + (long) example * labels.stride())
            + ": expected "
            + accepted
            + ", found label "
            + label);
  }
}
