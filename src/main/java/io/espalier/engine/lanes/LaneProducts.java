package io.espalier.engine.lanes;

/**
 * Sums of products, {@code c[row] += Σ a[row, p] · b[p]}, p ascending, element by element. Several
 * terms, and where factors are numbers two rows, at a time: what lies in arrays is then read and
 * written more seldom, in the same order. With more of them, from places inside of arrays, or with
 * what is left over handled beside the loop, the virtual machine finds no vector instructions.
 */
final class LaneProducts {
  /** Terms whose arrays stay in a processor's first cache while they meet row after row. */
  private static final int CACHED = 48;

  private LaneProducts() {}

  /**
   * Adds to the first rows of a block.
   *
   * @param inner terms of each sum
   */
  static void add(LaneFactors a, int rows, int inner, float[][] b, float[][] c) {
    for (int from = 0; from < inner; from += CACHED) {
      int to = Math.min(from + CACHED, inner);
      if (a.numbers().length > 0) {
        addNumbers(a, rows, from, to, b, c);
      } else {
        addArrays(a, rows, from, to, b, c);
      }
    }
  }

  private static void addNumbers(
      LaneFactors a, int rows, int from, int to, float[][] b, float[][] c) {
    int whole = from + (to - from) / 3 * 3;
    int paired = rows / 2 * 2;
    for (int row = 0; row < paired; row += 2) {
      addPair(a, row, from, whole, b, c[row], c[row + 1]);
    }
    for (int row = 0; row < rows; row++) {
      addNumbers(a, row, row < paired ? whole : from, to, b, c[row]);
    }
  }

  private static void addArrays(
      LaneFactors a, int rows, int from, int to, float[][] b, float[][] c) {
    for (int row = 0; row < rows; row++) {
      addArrays(a, row, from, to, b, c[row]);
    }
  }

  private static void addPair(
      LaneFactors a, int row, int from, int to, float[][] b, float[] c, float[] d) {
    float[] numbers = a.numbers();
    int stride = a.innerStride();
    int at = row * a.rowStride() + from * stride;
    int below = at + a.rowStride();
    for (int p = from; p < to; p += 3, at += 3 * stride, below += 3 * stride) {
      pair(
          numbers[at],
          numbers[at + stride],
          numbers[at + 2 * stride],
          numbers[below],
          numbers[below + stride],
          numbers[below + 2 * stride],
          b[p],
          b[p + 1],
          b[p + 2],
          c,
          d,
          c.length);
    }
  }

  private static void addNumbers(LaneFactors a, int row, int from, int to, float[][] b, float[] c) {
    float[] numbers = a.numbers();
    int stride = a.innerStride();
    int at = row * a.rowStride() + from * stride;
    for (int p = from; p < to; p++, at += stride) {
      one(numbers[at], b[p], c, c.length);
    }
  }

  private static void addArrays(LaneFactors a, int row, int from, int to, float[][] b, float[] c) {
    float[][] arrays = a.repeated();
    int stride = a.innerStride();
    int at = row * a.rowStride() + from * stride;
    int p = from;
    for (; p + 3 <= to; p += 3, at += 3 * stride) {
      float[] a1 = arrays[at + stride];
      float[] a2 = arrays[at + 2 * stride];
      three(arrays[at], b[p], a1, b[p + 1], a2, b[p + 2], c, c.length);
    }
    for (; p < to; p++, at += stride) {
      one(arrays[at], b[p], c, c.length);
    }
  }

  private static void pair(
      float a0,
      float a1,
      float a2,
      float below0,
      float below1,
      float below2,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] c,
      float[] d,
      int n) {
    for (int j = 0; j < n; j++) {
      float x0 = b0[j];
      float x1 = b1[j];
      float x2 = b2[j];
      float sum = c[j];
      float next = d[j];
      sum = Math.fma(a0, x0, sum);
      next = Math.fma(below0, x0, next);
      sum = Math.fma(a1, x1, sum);
      next = Math.fma(below1, x1, next);
      c[j] = Math.fma(a2, x2, sum);
      d[j] = Math.fma(below2, x2, next);
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
  static void add(float[] b, float[] c) {
    for (int j = 0; j < c.length; j++) {
      c[j] += b[j];
    }
  }
}
