package io.espalier.engine.graphs;

/**
 * A matrix row by row, in an array that grows to the largest size it was given and is used again.
 */
public final class Matrix {
  private int rows;
  private int columns;
  private float[] numbers = {};

  Matrix() {}

  Matrix(int rows, int columns) {
    resize(rows, columns);
  }

  /** Gives it another size; its numbers are then anything. */
  void resize(int newRows, int newColumns) {
    int length = Math.multiplyExact(newRows, newColumns);
    if (numbers.length < length) {
      numbers = new float[length];
    }
    rows = newRows;
    columns = newColumns;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** How many numbers there are. */
  public int length() {
    return rows * columns;
  }

  /** The numbers themselves; what lies after {@link #length} means nothing. */
  public float[] numbers() {
    return numbers;
  }

  /** Adds a vector to each row. */
  void addToRows(float[] vector) {
    for (int row = 0, at = 0; row < rows; row++, at += columns) {
      for (int j = 0; j < columns; j++) {
        numbers[at + j] += vector[j];
      }
    }
  }

  /** Writes the sum of the rows. */
  void sumRows(float[] sums) {
    java.util.Arrays.fill(sums, 0, columns, 0);
    for (int row = 0, at = 0; row < rows; row++, at += columns) {
      for (int j = 0; j < columns; j++) {
        sums[j] += numbers[at + j];
      }
    }
  }
}
