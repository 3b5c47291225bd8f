package io.espalier.engine.lanes;

/**
 * Sums of products, {@code c[row] += Σ a[row, p] · b[p]}, p ascending, element by element. Several
 * terms at a time: sums are then read and written more seldom, in the same order. With more of
 * them, or from places inside of arrays, the virtual machine finds no vector instructions.
 */
final class LaneProducts {
  /** Terms whose arrays stay in a processor's first cache while they meet row after row. */
  private static final int CACHED = 32;

  private LaneProducts() {}

  /**
   * Adds to the first rows of a block.
   *
   * @param inner terms of each sum
   * @param width numbers of a row
   */
  static void add(LaneFactors a, int rows, int inner, float[][] b, float[][] c, int width) {
    for (int from = 0; from < inner; from += CACHED) {
      int to = Math.min(from + CACHED, inner);
      for (int row = 0; row < rows; row++) {
        if (a.numbers().length > 0) {
          addNumbers(a, row, from, to, b, c[row], width);
        } else {
          addArrays(a, row, from, to, b, c[row], width);
        }
      }
    }
  }

  private static void addNumbers(
      LaneFactors a, int row, int from, int to, float[][] b, float[] c, int width) {
    float[] numbers = a.numbers();
    int stride = a.innerStride();
    int at = row * a.rowStride() + from * stride;
    int p = from;
    for (; p + 4 <= to; p += 4, at += 4 * stride) {
      float a0 = numbers[at];
      float a1 = numbers[at + stride];
      float a2 = numbers[at + 2 * stride];
      float a3 = numbers[at + 3 * stride];
      four(a0, b[p], a1, b[p + 1], a2, b[p + 2], a3, b[p + 3], c, width);
    }
    for (; p < to; p++, at += stride) {
      one(numbers[at], b[p], c, width);
    }
  }

  private static void addArrays(
      LaneFactors a, int row, int from, int to, float[][] b, float[] c, int width) {
    float[][] arrays = a.repeated();
    int stride = a.innerStride();
    int at = row * a.rowStride() + from * stride;
    int p = from;
    for (; p + 3 <= to; p += 3, at += 3 * stride) {
      float[] a1 = arrays[at + stride];
      float[] a2 = arrays[at + 2 * stride];
      three(arrays[at], b[p], a1, b[p + 1], a2, b[p + 2], c, width);
    }
    for (; p < to; p++, at += stride) {
      one(arrays[at], b[p], c, width);
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
      float sum = Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]));
      c[j] = Math.fma(a3, b3[j], Math.fma(a2, b2[j], sum));
    }
  }

  private static void three(
      float[] a0, float[] b0, float[] a1, float[] b1, float[] a2, float[] b2, float[] c, int n) {
    for (int j = 0; j < n; j++) {
      c[j] = Math.fma(a2[j], b2[j], Math.fma(a1[j], b1[j], Math.fma(a0[j], b0[j], c[j])));
    }
  }

  private static void one(float a, float[] b, float[] c, int n) {
    for (int j = 0; j < n; j++) {
      c[j] = Math.fma(a, b[j], c[j]);
    }
  }

  private static void one(float[] a, float[] b, float[] c, int n) {
    for (int j = 0; j < n; j++) {
      c[j] = Math.fma(a[j], b[j], c[j]);
    }
  }

  /** c += b. */
  static void add(float[] b, float[] c, int n) {
    for (int j = 0; j < n; j++) {
      c[j] += b[j];
    }
  }
}
