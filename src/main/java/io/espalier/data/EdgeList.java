package io.espalier.data;

import java.util.Arrays;

/**
 * Collects the edges of undirected graphs in any order and direction. Loops and repeated edges are
 * taken, and dropped in the end.
 */
public final class EdgeList {
  /** Arrays have less than 2³¹ entries, and an edge takes two. */
  private static final int MOST_ENDS = 1 << 30;

  private int[] ends = new int[128];
  private int size;

  /** Takes an edge between two nodes, numbered from 0 through all graphs. */
  public void add(int node, int other) {
    if (node == other) {
      return;
    }
    if (size == ends.length) {
      if (size == MOST_ENDS) {
        throw new DataException("graphs with more than " + MOST_ENDS / 2 + " edges do not fit");
      }
      ends = Arrays.copyOf(ends, size * 2);
    }
    ends[size++] = node;
    ends[size++] = other;
  }

  /**
   * The graphs with these edges.
   *
   * @param firstNode as in {@link Graphs}
   */
  public Graphs graphs(int[] firstNode) {
    int nodes = firstNode[firstNode.length - 1];
    int[] first = new int[nodes + 1];
    for (int i = 0; i < size; i++) {
      first[ends[i] + 1]++;
    }
    for (int node = 0; node < nodes; node++) {
      first[node + 1] += first[node];
    }
    int[] neighbours = sortedByNode(first);
    return distinct(firstNode, first, neighbours);
  }

  private int[] sortedByNode(int[] first) {
    int[] neighbours = new int[size];
    int[] next = first.clone();
    for (int i = 0; i < size; i += 2) {
      neighbours[next[ends[i]]++] = ends[i + 1];
      neighbours[next[ends[i + 1]]++] = ends[i];
    }
    for (int node = 0; node + 1 < first.length; node++) {
      Arrays.sort(neighbours, first[node], first[node + 1]);
    }
    return neighbours;
  }

  private static Graphs distinct(int[] firstNode, int[] first, int[] neighbours) {
    int[] firstNeighbour = new int[first.length];
    int kept = 0;
    for (int node = 0; node + 1 < first.length; node++) {
      for (int i = first[node]; i < first[node + 1]; i++) {
        if (i == first[node] || neighbours[i] != neighbours[i - 1]) {
          neighbours[kept++] = neighbours[i];
        }
      }
      firstNeighbour[node + 1] = kept;
    }
    return new Graphs(firstNode, firstNeighbour, Arrays.copyOf(neighbours, kept));
  }
}
