package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.Features;
import io.espalier.data.files.Joined;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * An array as NumPy writes it, its values in C order (the last index runs fastest) whatever the
 * order in the file. Unsigned bytes and truth values stay bytes, all others become floats.
 *
 * @param name of the file, and of the array in an archive
 * @param type NumPy's name of the values' type, {@code u1}, {@code f4}, …
 */
record NpyArray(String name, String type, List<Integer> shape, Features values) {
  private static final int CHUNK_VALUES = 1 << 13;

  NpyArray {
    shape = List.copyOf(shape);
  }

  /** One value at a buffer's position. */
  private interface Cell {
    double next(ByteBuffer buffer);
  }

  /** Takes a value and its place in C order. */
  private interface Target {
    void put(int place, double value);
  }

  /** Reads header and values; the file ends with them. */
  static NpyArray read(String name, BinaryFile file) {
    NpyHeader header = NpyHeader.read(file);
    long count =
        header.shape().stream()
            .mapToLong(Integer::longValue)
            .reduce(1, (all, size) -> all > Integer.MAX_VALUE ? all : all * size);
    int length = Joined.length(count, name);
    Features values;
    if (header.type().equals("u1") || header.type().equals("b1")) {
      byte[] bytes = new byte[length];
      fill(file, header, length, (place, value) -> bytes[place] = (byte) value);
      values = new Features.Bytes(bytes);
    } else {
      float[] floats = new float[length];
      fill(file, header, length, (place, value) -> floats[place] = (float) value);
      requireFinite(name, floats);
      values = new Features.Floats(floats);
    }
    file.end();
    return new NpyArray(name, header.type(), header.shape(), values);
  }

  private static void fill(BinaryFile file, NpyHeader header, int count, Target target) {
    Cell cell =
        cell(header.type())
            .orElseThrow(
                () ->
                    file.damage(
                        NpyHeader.START,
                        "expected whole numbers (u1 to u8, i1 to i8) or fractions (f4, f8)",
                        "found values of type \"" + header.type() + "\""));
    Places places = new Places(header);
    for (int done = 0; done < count; done += CHUNK_VALUES) {
      int values = Math.min(CHUNK_VALUES, count - done);
      byte[] bytes = file.read(values * header.valueBytes(), "values");
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(header.order());
      for (int i = 0; i < values; i++) {
        target.put(places.next(), cell.next(buffer));
      }
    }
  }

  private static Optional<Cell> cell(String type) {
    return switch (type) {
      case "b1", "u1" -> Optional.of(buffer -> buffer.get() & 0xff);
      case "i1" -> Optional.of(ByteBuffer::get);
      case "u2" -> Optional.of(buffer -> buffer.getShort() & 0xffff);
      case "i2" -> Optional.of(ByteBuffer::getShort);
      case "u4" -> Optional.of(buffer -> buffer.getInt() & 0xffffffffL);
      case "i4" -> Optional.of(ByteBuffer::getInt);
      case "u8" -> Optional.of(buffer -> unsigned(buffer.getLong()));
      case "i8" -> Optional.of(ByteBuffer::getLong);
      case "f4" -> Optional.of(ByteBuffer::getFloat);
      case "f8" -> Optional.of(ByteBuffer::getDouble);
      default -> Optional.empty();
    };
  }

  private static double unsigned(long bits) {
    return bits >= 0 ? (double) bits : (double) (bits >>> 1) * 2.0;
  }

  private static void requireFinite(String name, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new DataException(
            name + ": value " + (i + 1) + ": expected a finite number, found " + values[i]);
      }
    }
  }

  /** The places in C order, one after another as the file has them. */
  private static final class Places {
    private final List<Integer> shape;
    private final int[] stride;
    private final int[] at;
    private final boolean fortran;
    private int place;

    Places(NpyHeader header) {
      this.shape = header.shape();
      this.fortran = header.fortran();
      this.stride = new int[shape.size()];
      this.at = new int[shape.size()];
      int width = 1;
      for (int axis = stride.length - 1; axis >= 0; axis--) {
        stride[axis] = width;
        width *= shape.get(axis);
      }
    }

    int next() {
      int current = place;
      if (fortran) {
        advance();
      } else {
        place++;
      }
      return current;
    }

    /** In Fortran order the first index runs fastest. */
    private void advance() {
      for (int axis = 0; axis < stride.length; axis++) {
        place += stride[axis];
        at[axis]++;
        if (at[axis] < shape.get(axis)) {
          return;
        }
        place -= stride[axis] * at[axis];
        at[axis] = 0;
      }
    }
  }

  /** How many examples there are along the first axis; 0 of a single number. */
  int examples() {
    return shape.isEmpty() ? 0 : shape.get(0);
  }

  /** The numbers of one example. */
  float[] example(int number) {
    int size = values.length() / examples();
    float[] numbers = new float[size];
    values.copy(number * size, numbers, 0, size);
    return numbers;
  }
}
