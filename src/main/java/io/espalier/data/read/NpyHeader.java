package io.espalier.data.read;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of NumPy's format, versions 1 to 3: six bytes that name it, two of the version, the
 * length of what follows, and a Python dictionary as text.
 *
 * @param type kind and bytes of a value, {@code f4}
 * @param fortran whether the first index runs fastest in the file
 */
record NpyHeader(String type, ByteOrder order, boolean fortran, List<Integer> shape) {
  /** Where the dictionary begins, as messages have it. */
  static final int START = 10;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MOST_BYTES = 1 << 16;
  private static final Pattern DICTIONARY =
      Pattern.compile(
          "\\{(?=.*'descr':\\s*'([<>|=]?)([a-zA-Z])(\\d*)')"
              + "(?=.*'fortran_order':\\s*(True|False))(?=.*'shape':\\s*\\(([\\d,\\sL]*)\\)).*\\}\\s*",
          Pattern.DOTALL);

  static NpyHeader read(BinaryFile file) {
    byte[] magic = file.read(MAGIC.length, "the name of NumPy's format");
    if (!Arrays.equals(magic, MAGIC)) {
      throw file.damage(
          0, "expected an array of NumPy (.npy)", "found a file that begins like none");
    }
    byte[] version = file.read(2, "version");
    if (version[0] < 1 || version[0] > 3) {
      throw file.damage(
          MAGIC.length, "expected version 1 to 3 of NumPy's format", "found " + version[0]);
    }
    int length = length(file, version[0]);
    if (length < 0 || length > MOST_BYTES) {
      throw file.damage(
          MAGIC.length + 2,
          "expected a header of at most " + MOST_BYTES + " bytes",
          "found " + Integer.toUnsignedString(length));
    }
    long start = file.offset();
    String text = new String(file.read(length, "header"), StandardCharsets.UTF_8);
    Matcher found = DICTIONARY.matcher(text);
    if (!found.matches()) {
      throw file.damage(
          start,
          "expected a header with the values' type, their order and the array's shape",
          "found " + TextFile.quoted(text.strip()));
    }
    ByteOrder order = found.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return new NpyHeader(
        found.group(2) + found.group(3),
        order,
        found.group(4).equals("True"),
        shape(file, start, found.group(5)));
  }

  /** Little-endian, two bytes in version 1, four in later ones. */
  private static int length(BinaryFile file, int version) {
    byte[] bytes = file.read(version == 1 ? 2 : 4, "length of the header");
    int length = 0;
    for (int i = bytes.length - 1; i >= 0; i--) {
      length = (length << 8) | (bytes[i] & 0xff);
    }
    return length;
  }

  private static List<Integer> shape(BinaryFile file, long start, String text) {
    try {
      List<Integer> shape =
          Arrays.stream(text.replace("L", "").split(",", -1))
              .map(String::strip)
              .filter(size -> !size.isEmpty())
              .map(Integer::valueOf)
              .toList();
      if (shape.isEmpty() || shape.contains(0)) {
        throw file.damage(
            start, "expected an array with at least one example", "found the shape (" + text + ")");
      }
      return shape;
    } catch (NumberFormatException tooLarge) {
      throw file.damage(start, "expected sizes below 2147483648", "found the shape (" + text + ")");
    }
  }

  /** How many bytes a value has. */
  int valueBytes() {
    return type.length() > 1 ? Integer.parseInt(type.substring(1)) : 1;
  }
}
