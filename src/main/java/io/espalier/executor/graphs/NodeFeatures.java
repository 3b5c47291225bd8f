package io.espalier.executor.graphs;

import io.espalier.data.PreparedData;
import java.util.function.ObjIntConsumer;

/**
 * The normalised features of all nodes, read once, in the form in which the first layer takes them
 * with the least work.
 */
sealed interface NodeFeatures {
  /** Multiplications by BLAS that take as long as one that skips zeros. */
  int DENSE_PER_SPARSE = 10;

  int NODES_AT_ONCE = 1024;

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
    int nodes = data.dataset().graphs().nodes();
    int features = data.dataset().shape().size();
    long[] nonZeros = {0};
    forEachNode(data, (numbers, at) -> nonZeros[0] += nonZeros(numbers, at, features));
    double sparseCost = nonZeros[0] + (dropped ? 0 : propagation.entries());
    if ((double) features * nodes > DENSE_PER_SPARSE * sparseCost) {
      return new Sparse(sparse(data, nodes, features, Math.toIntExact(nonZeros[0])));
    }
    Matrix all = dense(data, nodes, features);
    if (dropped) {
      return new Dense(all, false);
    }
    Matrix propagated = new Matrix();
    propagation.times(all, propagated);
    return new Dense(propagated, true);
  }

  private static Matrix dense(PreparedData data, int nodes, int features) {
    Matrix matrix = new Matrix(nodes, features);
    int[] next = {0};
    forEachNode(
        data,
        (numbers, at) -> {
          System.arraycopy(numbers, at, matrix.numbers(), next[0], features);
          next[0] += features;
        });
    return matrix;
  }

  private static SparseRows sparse(PreparedData data, int nodes, int features, int nonZeros) {
    SparseRows rows = new SparseRows();
    rows.reserve(nodes, nonZeros);
    forEachNode(
        data,
        (numbers, at) -> {
          rows.beginRow();
          for (int j = 0; j < features; j++) {
            if (numbers[at + j] != 0) {
              rows.append(j, numbers[at + j]);
            }
          }
        });
    return rows;
  }

  private static int nonZeros(float[] numbers, int from, int count) {
    int nonZeros = 0;
    for (int i = from; i < from + count; i++) {
      nonZeros += numbers[i] == 0 ? 0 : 1;
    }
    return nonZeros;
  }

  /** Gives each node's numbers, which start at the index, in ascending order of nodes. */
  private static void forEachNode(PreparedData data, ObjIntConsumer<float[]> consumer) {
    int features = data.dataset().shape().size();
    int nodes = data.dataset().graphs().nodes();
    float[] numbers = new float[Math.min(nodes, NODES_AT_ONCE) * features];
    for (int first = 0; first < nodes; first += NODES_AT_ONCE) {
      int count = Math.min(NODES_AT_ONCE, nodes - first);
      data.dataset().features().copy(first * features, numbers, 0, count * features);
      data.normalisation().apply(numbers, 0, count, data.dataset().shape());
      for (int i = 0; i < count; i++) {
        consumer.accept(numbers, i * features);
      }
    }
  }
}
