package io.espalier.engine.graphs;

import java.util.Arrays;

/**
 * Graphs one after another as one graph without edges between them, in arrays that are used again
 * for the next batch.
 */
public final class GraphBatch {
  private final SparseRows propagation;
  private final SparseRows sparse;
  private final Matrix dense;
  private int[] firstNode = {0};
  private int graphs;

  /** An empty batch. */
  GraphBatch() {
    this(new SparseRows(), new SparseRows(), new Matrix());
  }

  private GraphBatch(SparseRows propagation, SparseRows sparse, Matrix dense) {
    this.propagation = propagation;
    this.sparse = sparse;
    this.dense = dense;
  }

  /** All nodes of a data set as one graph. */
  static GraphBatch whole(SparseRows propagation, NodeFeatures features) {
    GraphBatch batch =
        features instanceof NodeFeatures.Sparse sparse
            ? new GraphBatch(propagation, sparse.numbers(), new Matrix())
            : new GraphBatch(
                propagation, new SparseRows(), ((NodeFeatures.Dense) features).numbers());
    batch.firstNode = new int[] {0, propagation.rows()};
    batch.graphs = 1;
    return batch;
  }

  /** Empties it and makes room. */
  void start(int forGraphs, int nodes, int denseColumns) {
    propagation.clear();
    sparse.clear();
    dense.resize(nodes, denseColumns);
    if (firstNode.length <= forGraphs) {
      firstNode = new int[forGraphs + 1];
    }
    Arrays.fill(firstNode, 0);
    graphs = 0;
  }

  /** Appends a graph that has these nodes in the whole data. */
  void append(SparseRows allPropagation, NodeFeatures features, int from, int to) {
    propagation.appendRows(allPropagation, from, to, from - nodes());
    if (features instanceof NodeFeatures.Sparse all) {
      sparse.appendRows(all.numbers(), from, to, 0);
    } else {
      int width = dense.columns();
      float[] all = ((NodeFeatures.Dense) features).numbers().numbers();
      System.arraycopy(all, from * width, dense.numbers(), nodes() * width, (to - from) * width);
    }
    firstNode[graphs + 1] = nodes() + to - from;
    graphs++;
  }

  /** How many nodes all graphs have together. */
  public int nodes() {
    return firstNode[graphs];
  }

  int graphs() {
    return graphs;
  }

  /** The first node of a graph; of the number of graphs, where the last one ends. */
  int firstNode(int graph) {
    return firstNode[graph];
  }

  SparseRows propagation() {
    return propagation;
  }

  /** Features that are mostly zeros; empty if they are dense. */
  SparseRows sparse() {
    return sparse;
  }

  /** Dense features; empty if they are sparse. */
  Matrix dense() {
    return dense;
  }
}
