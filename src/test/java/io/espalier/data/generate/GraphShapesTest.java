package io.espalier.data.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Graphs;
import io.espalier.data.Targets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphShapesTest {
  private static Dataset draw(int graphs, int minimum, int maximum, long seed) {
    return GraphShapes.draw(new DataSource.DrawnGraphs(graphs, minimum, maximum), seed);
  }

  private static int nodes(Graphs graphs, int graph) {
    return graphs.firstNode()[graph + 1] - graphs.firstNode()[graph];
  }

  private static IntStream degrees(Graphs graphs, int graph) {
    return IntStream.range(graphs.firstNode()[graph], graphs.firstNode()[graph + 1])
        .map(graphs::degree);
  }

  /** Nodes that can be reached from a graph's first one. */
  private static int connected(Graphs graphs, int graph) {
    int offset = graphs.firstNode()[graph];
    boolean[] seen = new boolean[nodes(graphs, graph)];
    seen[0] = true;
    for (int round = 0; round < seen.length; round++) {
      for (int node = 0; node < seen.length; node++) {
        int from = graphs.firstNeighbour()[offset + node];
        int to = graphs.firstNeighbour()[offset + node + 1];
        for (int i = from; seen[node] && i < to; i++) {
          seen[graphs.neighbours()[i] - offset] = true;
        }
      }
    }
    return (int) IntStream.range(0, seen.length).filter(node -> seen[node]).count();
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 7, 8, 11, 16, 40})
  void shapesTakeTurnsAndAreWhatTheyAreCalled(int size) {
    Dataset set = draw(30, size, size, 1);
    assertThat(((Targets.Classes) set.targets()).names())
        .containsExactly("ring", "tree", "cliques");
    for (int graph = 0; graph < 30; graph++) {
      assertThat(((Targets.Classes) set.targets()).labels()[graph]).isEqualTo((short) (graph % 3));
      assertThat(connected(set.graphs(), graph)).isEqualTo(size);
      int ends = degrees(set.graphs(), graph).sum();
      switch (graph % 3) {
        case 0 -> assertThat(degrees(set.graphs(), graph)).containsOnly(2);
        case 1 -> assertThat(ends).isEqualTo(2 * (size - 1));
        default -> assertThat(ends).isGreaterThan(2 * size);
      }
    }
  }

  @Test
  void sizesAreSpreadBetweenTheirBoundsInEveryClass() {
    Graphs graphs = draw(300, 8, 16, 1).graphs();
    for (int shape = 0; shape < 3; shape++) {
      int wanted = shape;
      assertThat(
              IntStream.range(0, 300)
                  .filter(graph -> graph % 3 == wanted)
                  .map(graph -> nodes(graphs, graph))
                  .distinct()
                  .sorted())
          .containsExactly(8, 9, 10, 11, 12, 13, 14, 15, 16);
    }
  }

  @Test
  void aQuarterOfTheNodesIsMarkedWhateverTheShape() {
    Dataset set = draw(60, 6, 20, 1);
    byte[] features = ((Features.Bytes) set.features()).values();
    assertThat(set.featureNames()).containsExactly("label=0", "label=1");
    for (int graph = 0; graph < 60; graph++) {
      int marked = 0;
      for (int i = set.graphs().firstNode()[graph]; i < set.graphs().firstNode()[graph + 1]; i++) {
        assertThat(features[2 * i] + features[2 * i + 1]).isEqualTo(1);
        marked += features[2 * i + 1];
      }
      assertThat(marked).isEqualTo(Math.round(nodes(set.graphs(), graph) / 4.0f));
    }
  }

  @Test
  void theSeedDecidesAndALargerSetBeginsWithTheSmallerOne() {
    Dataset small = draw(30, 8, 16, 1);
    Dataset large = draw(60, 8, 16, 1);
    int ends = small.graphs().neighbours().length;
    assertThat(java.util.Arrays.copyOf(large.graphs().neighbours(), ends))
        .isEqualTo(small.graphs().neighbours());
    assertThat(draw(30, 8, 16, 2).graphs().neighbours()).isNotEqualTo(small.graphs().neighbours());
  }
}
