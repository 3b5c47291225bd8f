package io.espalier.engine.graphs;

/**
 * The rows of a matrix, each in an array of its own, and the sum of some of them: the virtual
 * machine makes vector instructions of loops over several arrays from their beginning, but not of
 * loops from somewhere inside. Arrays grow to the largest matrix.
 */
final class RowSums {
  private float[][] rows = {};
  private float[] sums = {};

  /** Takes a matrix. */
  void read(Matrix matrix) {
    int width = matrix.columns();
    if (sums.length < width || rows.length < matrix.rows()) {
      int longest = Math.max(sums.length, width);
      sums = new float[longest];
      rows = new float[Math.max(rows.length, matrix.rows())][longest];
    }
    for (int row = 0; row < matrix.rows(); row++) {
      System.arraycopy(matrix.numbers(), row * width, rows[row], 0, width);
    }
  }

  float[] row(int row) {
    return rows[row];
  }

  /** At least as long as a row; anything before the first use. */
  float[] sums() {
    return sums;
  }

  /** sums ← sums + a·x. */
  static void add(float a, float[] x, float[] sums, int n) {
    for (int j = 0; j < n; j++) {
      sums[j] += a * x[j];
    }
  }

  /** sums ← (sums + a·x) + b·y. */
  static void addTwo(float a, float[] x, float b, float[] y, float[] sums, int n) {
    for (int j = 0; j < n; j++) {
      sums[j] = sums[j] + a * x[j] + b * y[j];
    }
  }

  /** sums ← ((sums + a·x) + b·y) + c·z. */
  static void addThree(
      float a, float[] x, float b, float[] y, float c, float[] z, float[] sums, int n) {
    for (int j = 0; j < n; j++) {
      sums[j] = sums[j] + a * x[j] + b * y[j] + c * z[j];
    }
  }

  /** sums ← sums + (((a·x + b·y) + c·z) + d·w). */
  static void addFour(
      float a,
      float[] x,
      float b,
      float[] y,
      float c,
      float[] z,
      float d,
      float[] w,
      float[] sums,
      int n) {
    for (int j = 0; j < n; j++) {
      sums[j] += a * x[j] + b * y[j] + c * z[j] + d * w[j];
    }
  }
}
