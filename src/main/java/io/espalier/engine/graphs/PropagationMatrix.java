package io.espalier.engine.graphs;

import io.espalier.data.Graphs;
import io.espalier.wire.GraphSpec.Propagation;

/** Makes the propagation matrix of all graphs: D^-½·(A + I)·D^-½, a block for each graph. */
final class PropagationMatrix {
  private PropagationMatrix() {}

  static SparseRows of(Graphs graphs, Propagation propagation) {
    int nodes = graphs.nodes();
    double[] scale = new double[nodes];
    for (int node = 0; node < nodes; node++) {
      int degree = graphs.degree(node) + (propagation == Propagation.LOOPS ? 1 : 0);
      scale[node] = degree == 0 ? 0 : 1 / Math.sqrt(degree);
    }
    SparseRows matrix = new SparseRows();
    matrix.reserve(nodes, nodes + graphs.neighbours().length);
    for (int node = 0; node < nodes; node++) {
      matrix.beginRow();
      matrix.append(node, (float) (scale[node] * scale[node]));
      for (int at = graphs.firstNeighbour()[node]; at < graphs.firstNeighbour()[node + 1]; at++) {
        int neighbour = graphs.neighbours()[at];
        matrix.append(neighbour, (float) (scale[node] * scale[neighbour]));
      }
    }
    return matrix;
  }
}
