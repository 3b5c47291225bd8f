package io.espalier.engine.graphs;

import io.espalier.data.PreparedData;

/**
 * The normalised features of all nodes, read once, in the form in which the first layer takes them
 * with the least work.
 */
sealed interface NodeFeatures {
  /** Multiplications by BLAS that take as long as one that skips zeros. */
  int DENSE_PER_SPARSE = 10;

  int NUMBERS_AT_ONCE = 1 << 14;

  /**
   * All numbers, {@code [nodes, features]}.
   *
   * @param propagated whether they are Ã·X rather than X
   */
  record Dense(Matrix numbers, boolean propagated) implements NodeFeatures {}

  /** The numbers that are not zero. */
  record Sparse(SparseRows numbers) implements NodeFeatures {}

  /**
   * Reads and chooses: Ã·X once and for all where no dropout comes before the first layer, unless
   * skipping zeros is cheaper still.
   *
   * @param propagation the matrix Ã of all graphs
   */
  static NodeFeatures of(PreparedData data, SparseRows propagation, boolean dropped) {
    long nonZerosThatPay =
        (long) data.dataset().features().length() / DENSE_PER_SPARSE
            - (dropped ? 0 : propagation.entries());
    SparseRows sparse = sparse(data, nonZerosThatPay);
    if (sparse.entries() <= nonZerosThatPay) {
      return new Sparse(sparse);
    }
    Matrix all = dense(data);
    if (dropped) {
      return new Dense(all, false);
    }
    Matrix propagated = new Matrix();
    propagation.times(all, propagated);
    return new Dense(propagated, true);
  }

  /** Stops at the first node after too many entries. */
  private static SparseRows sparse(PreparedData data, long enough) {
    SparseRows rows = new SparseRows();
    forEachNode(
        data,
        (numbers, from, to) -> {
          rows.beginRow();
          for (int i = from; i < to; i++) {
            if (numbers[i] != 0) {
              rows.append(i - from, numbers[i]);
            }
          }
          return rows.entries() <= enough;
        });
    return rows;
  }

  private static Matrix dense(PreparedData data) {
    int features = data.dataset().shape().size();
    Matrix matrix = new Matrix(data.dataset().graphs().nodes(), features);
    int[] next = {0};
    forEachNode(
        data,
        (numbers, from, to) -> {
          System.arraycopy(numbers, from, matrix.numbers(), next[0], features);
          next[0] += features;
          return true;
        });
    return matrix;
  }

  /** Takes a node's numbers, {@code from} up to but not including {@code to}. */
  interface Reader {
    /** Returns whether the next node is wanted too. */
    boolean read(float[] numbers, int from, int to);
  }

  /** Gives the nodes in ascending order. */
  private static void forEachNode(PreparedData data, Reader reader) {
    int features = data.dataset().shape().size();
    int nodes = data.dataset().graphs().nodes();
    int atOnce = Math.max(1, Math.min(nodes, NUMBERS_AT_ONCE / features));
    float[] numbers = new float[atOnce * features];
    boolean more = true;
    for (int first = 0; more && first < nodes; first += atOnce) {
      int count = Math.min(atOnce, nodes - first);
      data.fillNodes(first, count, numbers);
      for (int at = 0; more && at < count * features; at += features) {
        more = reader.read(numbers, at, at + features);
      }
    }
  }
}
