package io.espalier.data;

import java.io.Serializable;

/**
 * The edges of undirected graphs without loops or double edges, over nodes that are numbered
 * through all graphs.
 *
 * @param firstNode graph g has the nodes {@code firstNode[g]} up to but not including {@code
 *     firstNode[g + 1]}; one entry more than graphs
 * @param firstNeighbour node v has the neighbours {@code neighbours[firstNeighbour[v]]} up to but
 *     not including {@code neighbours[firstNeighbour[v + 1]]}; one entry more than nodes
 * @param neighbours node numbers, ascending for each node; every edge stands here twice
 */
@SuppressWarnings("ArrayRecordComponent")
public record Graphs(int[] firstNode, int[] firstNeighbour, int[] neighbours)
    implements Serializable {
  /** No graphs: examples have nothing to do with each other. */
  public static final Graphs NONE = new Graphs(new int[] {0}, new int[] {0}, new int[0]);

  public Graphs {
    if (firstNode.length == 0
        || firstNeighbour.length != firstNode[firstNode.length - 1] + 1
        || firstNeighbour[firstNeighbour.length - 1] != neighbours.length) {
      throw new IllegalArgumentException("nodes and neighbours do not agree");
    }
  }

  /** How many graphs there are. */
  public int count() {
    return firstNode.length - 1;
  }

  /** How many nodes all graphs have together. */
  public int nodes() {
    return firstNeighbour.length - 1;
  }

  /** How many edges all graphs have together, each counted once. */
  public int edges() {
    return neighbours.length / 2;
  }

  /** Neighbours of a node. */
  public int degree(int node) {
    return firstNeighbour[node + 1] - firstNeighbour[node];
  }
}
