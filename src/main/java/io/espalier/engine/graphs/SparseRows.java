package io.espalier.engine.graphs;

import java.util.Arrays;

/**
 * A matrix of which only the numbers that are not zero are kept, row by row, in arrays that grow
 * and are used again.
 */
final class SparseRows {
  /** Row r has the entries {@code first[r]} up to but not including {@code first[r + 1]}. */
  private int[] first = {0};

  private int[] column = {};
  private float[] value = {};
  private int rows;

  /** Empties it. */
  void clear() {
    rows = 0;
  }

  /** Makes room, so that appending need not grow arrays bit by bit. */
  void reserve(int forRows, int forEntries) {
    if (first.length <= forRows) {
      first = Arrays.copyOf(first, forRows + 1);
    }
    if (column.length < forEntries) {
      column = Arrays.copyOf(column, forEntries);
      value = Arrays.copyOf(value, forEntries);
    }
  }

  /** Begins another row below the others; entries go into it until the next call. */
  void beginRow() {
    if (first.length <= rows + 1) {
      first = Arrays.copyOf(first, 2 * first.length + 1);
    }
    first[rows + 1] = first[rows];
    rows++;
  }

  /** Appends an entry to the last row. */
  void append(int at, float number) {
    int entry = first[rows]++;
    if (column.length <= entry) {
      column = Arrays.copyOf(column, 2 * entry + 64);
      value = Arrays.copyOf(value, 2 * entry + 64);
    }
    column[entry] = at;
    value[entry] = number;
  }

  /** Appends rows of another matrix, whose columns are counted from {@code firstColumn} here. */
  void appendRows(SparseRows other, int from, int to, int firstColumn) {
    int entries = other.first[to] - other.first[from];
    reserveMore(to - from, entries);
    int shift = first[rows] - other.first[from];
    for (int row = from; row < to; row++) {
      first[++rows] = other.first[row + 1] + shift;
    }
    int at = other.first[from] + shift;
    System.arraycopy(other.value, other.first[from], value, at, entries);
    for (int entry = other.first[from]; entry < other.first[to]; entry++) {
      column[entry + shift] = other.column[entry] - firstColumn;
    }
  }

  private void reserveMore(int moreRows, int moreEntries) {
    if (first.length <= rows + moreRows || column.length < entries() + moreEntries) {
      reserve(2 * (rows + moreRows), 2 * (entries() + moreEntries));
    }
  }

  /**
   * Becomes another matrix times a mask, entry by entry, without the entries that are then zero.
   *
   * @param mask one number per entry
   */
  void keep(SparseRows other, float[] mask) {
    clear();
    reserve(other.rows, other.entries());
    int at = 0;
    for (int row = 0; row < other.rows; row++) {
      for (int entry = other.first[row]; entry < other.first[row + 1]; entry++) {
        column[at] = other.column[entry];
        value[at] = other.value[entry] * mask[entry];
        at += mask[entry] == 0 ? 0 : 1;
      }
      first[row + 1] = at;
    }
    rows = other.rows;
  }

  int rows() {
    return rows;
  }

  int entries() {
    return first[rows];
  }

  /**
   * This matrix times another. Four entries at a time: the sums are then read and written a quarter
   * as often.
   */
  void times(Matrix right, Matrix product) {
    int width = right.columns();
    product.resize(rows, width);
    float[] numbers = right.numbers();
    float[] sums = product.numbers();
    Arrays.fill(sums, 0, product.length(), 0);
    for (int row = 0; row < rows; row++) {
      int to = first[row + 1];
      int entry = first[row];
      for (; entry + 3 < to; entry += 4) {
        addFour(entry, numbers, sums, row * width, width);
      }
      for (; entry < to; entry++) {
        add(value[entry], numbers, column[entry] * width, sums, row * width, width);
      }
    }
  }

  private void addFour(int entry, float[] numbers, float[] sums, int at, int width) {
    float a = value[entry];
    float b = value[entry + 1];
    float c = value[entry + 2];
    float d = value[entry + 3];
    int atA = column[entry] * width;
    int atB = column[entry + 1] * width;
    int atC = column[entry + 2] * width;
    int atD = column[entry + 3] * width;
    for (int j = 0; j < width; j++) {
      sums[at + j] +=
          a * numbers[atA + j] + b * numbers[atB + j] + c * numbers[atC + j] + d * numbers[atD + j];
    }
  }

  /** The transpose of this matrix times another, into a matrix that has the right size. */
  void transposeTimes(Matrix right, Matrix product) {
    int width = right.columns();
    float[] numbers = right.numbers();
    float[] sums = product.numbers();
    Arrays.fill(sums, 0, product.length(), 0);
    for (int row = 0; row < rows; row++) {
      for (int entry = first[row]; entry < first[row + 1]; entry++) {
        add(value[entry], numbers, row * width, sums, column[entry] * width, width);
      }
    }
  }

  private static void add(
      float factor, float[] numbers, int from, float[] sums, int at, int width) {
    for (int j = 0; j < width; j++) {
      sums[at + j] += factor * numbers[from + j];
    }
  }
}
