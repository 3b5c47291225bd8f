package io.espalier.engine.layers;

import io.espalier.wire.GraphSpec;
import java.util.Arrays;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Who is whose neighbour.
 *
 * @param first node v has the neighbours {@code neighbours[first[v]]} up to but not including
 *     {@code neighbours[first[v + 1]]}
 * @param neighbours node numbers; every edge stands here twice
 */
@SuppressWarnings("ArrayRecordComponent")
record Adjacency(int[] first, int[] neighbours) {
  /**
   * Reads edges.
   *
   * @param edges {@code [2, edges]}, each edge once; an empty array for none
   * @throws IllegalArgumentException naming the edge that does not lead between two nodes
   */
  static Adjacency of(INDArray edges, int nodes) {
    if (edges.isEmpty()) {
      return new Adjacency(new int[nodes + 1], new int[0]);
    }
    if (edges.rank() != 2 || edges.size(0) != 2) {
      throw new IllegalArgumentException(
          "edges have the shape " + Arrays.toString(edges.shape()) + ", not [2, edges]");
    }
    return of(Integers.read(edges), nodes);
  }

  private static Adjacency of(int[] ends, int nodes) {
    int edges = ends.length / 2;
    int[] first = new int[nodes + 2]; // one further on, so that filling moves them into place
    for (int i = 0; i < edges; i++) {
      check(i, ends[i], ends[edges + i], nodes);
      first[ends[i] + 2]++;
      first[ends[edges + i] + 2]++;
    }
    for (int v = 2; v < first.length; v++) {
      first[v] += first[v - 1];
    }
    int[] neighbours = new int[ends.length];
    for (int i = 0; i < edges; i++) {
      int one = ends[i];
      int other = ends[edges + i];
      neighbours[first[one + 1]++] = other;
      neighbours[first[other + 1]++] = one;
    }
    return new Adjacency(Arrays.copyOf(first, nodes + 1), neighbours);
  }

  private static void check(int edge, int one, int other, int nodes) {
    if (Math.min(one, other) < 0 || Math.max(one, other) >= nodes || one == other) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "edge %d leads from node %d to node %d; it must join two of the nodes 0 to %d",
              edge,
              one,
              other,
              nodes - 1));
    }
  }

  /** The diagonal of S in Ã = S·(A + I)·S. */
  double[] scales(GraphSpec.Propagation kind) {
    double[] scales = new double[first.length - 1];
    for (int v = 0; v < scales.length; v++) {
      int degree = first[v + 1] - first[v] + (kind == GraphSpec.Propagation.LOOPS ? 1 : 0);
      scales[v] = degree == 0 ? 0 : 1 / Math.sqrt(degree);
    }
    return scales;
  }
}
