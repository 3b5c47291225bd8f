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
  private final RowSums factors = new RowSums();

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

  /** This matrix times another. */
  void times(Matrix right, Matrix product) {
    int width = right.columns();
    product.resize(rows, width);
    factors.read(right);
    float[] sums = factors.sums();
    for (int row = 0; row < rows; row++) {
      Arrays.fill(sums, 0, width, 0);
      int to = first[row + 1];
      int entry = first[row];
      for (; entry + 3 < to; entry += 4) {
        addFour(entry, sums, width);
      }
      addRest(entry, to - entry, sums, width);
      System.arraycopy(sums, 0, product.numbers(), row * width, width);
    }
  }

  private void addFour(int entry, float[] sums, int width) {
    RowSums.addFour(
        value[entry],
        factors.row(column[entry]),
        value[entry + 1],
        factors.row(column[entry + 1]),
        value[entry + 2],
        factors.row(column[entry + 2]),
        value[entry + 3],
        factors.row(column[entry + 3]),
        sums,
        width);
  }

  private void addRest(int entry, int count, float[] sums, int width) {
    float a = count > 0 ? value[entry] : 0;
    if (count == 1) {
      RowSums.add(a, factors.row(column[entry]), sums, width);
    } else if (count > 1) {
      float[] x = factors.row(column[entry]);
      float[] y = factors.row(column[entry + 1]);
      if (count == 2) {
        RowSums.addTwo(a, x, value[entry + 1], y, sums, width);
      } else {
        float[] z = factors.row(column[entry + 2]);
        RowSums.addThree(a, x, value[entry + 1], y, value[entry + 2], z, sums, width);
      }
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
