package io.espalier.engine.lanes;

/**
 * Sums of products, {@code c += Σ a[row, p] · b[p]}, p ascending, element by element. Four terms at
 * a time: sums are then read and written a quarter as often, in the same order. With more of them,
 * or from places inside of arrays, the virtual machine finds no vector instructions.
 */
final class LaneProducts {
  private LaneProducts() {}

  /** Adds to a row of a block. */
  static void add(LaneFactors a, int row, int inner, float[][] b, float[] c) {
    if (a.numbers().length > 0) {
      addNumbers(a, row, inner, b, c);
    } else {
      addRows(a, row, inner, b, c);
    }
  }

  private static void addNumbers(LaneFactors a, int row, int inner, float[][] b, float[] c) {
    float[] numbers = a.numbers();
    int stride = a.innerStride();
    int at = row * a.rowStride();
    int p = 0;
    for (; p + 4 <= inner; p += 4, at += 4 * stride) {
      float a0 = numbers[at];
      float a1 = numbers[at + stride];
      float a2 = numbers[at + 2 * stride];
      float a3 = numbers[at + 3 * stride];
      four(a0, b[p], a1, b[p + 1], a2, b[p + 2], a3, b[p + 3], c, c.length);
    }
    for (; p < inner; p++, at += stride) {
      one(numbers[at], b[p], c, c.length);
    }
  }

  private static void addRows(LaneFactors a, int row, int inner, float[][] b, float[] c) {
    float[][] rows = a.repeated();
    int stride = a.innerStride();
    int at = row * a.rowStride();
    int p = 0;
    for (; p + 4 <= inner; p += 4, at += 4 * stride) {
      float[] a0 = rows[at];
      float[] a1 = rows[at + stride];
      float[] a2 = rows[at + 2 * stride];
      float[] a3 = rows[at + 3 * stride];
      four(a0, b[p], a1, b[p + 1], a2, b[p + 2], a3, b[p + 3], c, c.length);
    }
    for (; p < inner; p++, at += stride) {
      one(rows[at], b[p], c, c.length);
    }
  }

  private static void four(
      float a0,
      float[] b0,
      float a1,
      float[] b1,
      float a2,
      float[] b2,
      float a3,
      float[] b3,
      float[] c,
      int n) {
    for (int j = 0; j < n; j++) {
      c[j] = c[j] + a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
    }
  }

  private static void four(
      float[] a0,
      float[] b0,
      float[] a1,
      float[] b1,
      float[] a2,
      float[] b2,
      float[] a3,
      float[] b3,
      float[] c,
      int n) {
    for (int j = 0; j < n; j++) {
      c[j] = c[j] + a0[j] * b0[j] + a1[j] * b1[j] + a2[j] * b2[j] + a3[j] * b3[j];
    }
  }

  private static void one(float a, float[] b, float[] c, int n) {
    for (int j = 0; j < n; j++) {
      c[j] += a * b[j];
    }
  }

  private static void one(float[] a, float[] b, float[] c, int n) {
    for (int j = 0; j < n; j++) {
      c[j] += a[j] * b[j];
    }
  }

  /** c += b. */
  static void add(float[] b, float[] c) {
    for (int j = 0; j < c.length; j++) {
      c[j] += b[j];
    }
  }
}
