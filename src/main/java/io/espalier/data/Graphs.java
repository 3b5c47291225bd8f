package io.espalier.data;

import java.io.Serializable;
import java.util.stream.IntStream;

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

  /** The graphs that have no node, ascending. */
  public int[] withoutNodes() {
    return IntStream.range(0, count()).filter(g -> firstNode[g] == firstNode[g + 1]).toArray();
  }

  /** These graphs alone, one after another. */
  public Graphs only(int[] chosen) {
    int[] first = new int[chosen.length + 1];
    for (int i = 0; i < chosen.length; i++) {
      first[i + 1] = first[i] + firstNode[chosen[i] + 1] - firstNode[chosen[i]];
    }
    int[] firstOfNode = new int[first[chosen.length] + 1];
    IntStream.Builder joined = IntStream.builder();
    for (int i = 0; i < chosen.length; i++) {
      int shift = first[i] - firstNode[chosen[i]];
      for (int node = firstNode[chosen[i]]; node < firstNode[chosen[i] + 1]; node++) {
        firstOfNode[node + shift + 1] = firstOfNode[node + shift] + degree(node);
        for (int at = firstNeighbour[node]; at < firstNeighbour[node + 1]; at++) {
          joined.add(neighbours[at] + shift);
        }
      }
    }
    return new Graphs(first, firstOfNode, joined.build().toArray());
  }

  /** Neighbours of a node. */
  public int degree(int node) {
    return firstNeighbour[node + 1] - firstNeighbour[node];
  }
}
