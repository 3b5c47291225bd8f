package io.espalier.data.files;

import io.espalier.data.DataException;
import java.util.List;

/** Pieces put one after another into a single array, which Java limits to 2³¹ − 1 entries. */
public final class Joined {
  private Joined() {}

  public static byte[] bytes(List<byte[]> pieces, String where) {
    byte[] all = new byte[length(pieces.stream().mapToLong(p -> p.length).sum(), where)];
    int at = 0;
    for (byte[] piece : pieces) {
      System.arraycopy(piece, 0, all, at, piece.length);
      at += piece.length;
    }
    return all;
  }

  public static float[] floats(List<float[]> rows, int width, String where) {
    float[] all = new float[length((long) rows.size() * width, where)];
    int at = 0;
    for (float[] row : rows) {
      System.arraycopy(row, 0, all, at, width);
      at += width;
    }
    return all;
  }

  /** The length as an array's length, or one line that says it is too much. */
  public static int length(long numbers, String where) {
    if (numbers > Integer.MAX_VALUE - 16) {
      throw new DataException(
          where
              + ": "
              + numbers
              + " numbers are more than one data set may hold (2,147,483,631); use fewer files,"
              + " columns or pixels");
    }
    return (int) numbers;
  }
}
