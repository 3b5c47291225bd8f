package io.espalier.engine.trial;

import io.espalier.data.Graphs;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Draws graphs to try networks on. */
public final class RandomGraphs {
  private RandomGraphs() {}

  /**
   * Graphs of these sizes, two edges a node or so; in those of more than two nodes the last has
   * none.
   */
  public static Graphs draw(SplittableRandom random, int... sizes) {
    int[] firstNode = new int[sizes.length + 1];
    for (int g = 0; g < sizes.length; g++) {
      firstNode[g + 1] = firstNode[g] + sizes[g];
    }
    int[][] neighbours = new int[firstNode[sizes.length]][];
    for (int g = 0; g < sizes.length; g++) {
      join(random, neighbours, firstNode[g], sizes[g]);
    }
    int[] firstNeighbour = new int[neighbours.length + 1];
    for (int v = 0; v < neighbours.length; v++) {
      firstNeighbour[v + 1] = firstNeighbour[v] + neighbours[v].length;
    }
    int[] all =
        IntStream.range(0, neighbours.length).flatMap(v -> IntStream.of(neighbours[v])).toArray();
    return new Graphs(firstNode, firstNeighbour, all);
  }

  private static void join(SplittableRandom random, int[][] neighbours, int first, int size) {
    boolean[][] joined = new boolean[size][size];
    int connected = size > 2 ? size - 1 : size;
    for (int v = 0; v < connected; v++) {
      for (int u = 0; u < v; u++) {
        joined[v][u] = random.nextDouble() < 4.0 / connected;
        joined[u][v] = joined[v][u];
      }
    }
    for (int v = 0; v < size; v++) {
      boolean[] row = joined[v];
      neighbours[first + v] =
          IntStream.range(0, size).filter(u -> row[u]).map(u -> first + u).toArray();
    }
  }
}
