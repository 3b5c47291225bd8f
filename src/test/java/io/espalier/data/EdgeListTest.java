package io.espalier.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EdgeListTest {
  @Test
  void directionsRepetitionsAndLoopsMakeNoDifference() {
    EdgeList edges = new EdgeList();
    edges.add(2, 0);
    edges.add(0, 2);
    edges.add(0, 1);
    edges.add(1, 1);
    edges.add(2, 0);
    Graphs graphs = edges.graphs(new int[] {0, 3, 4});
    assertThat(graphs.count()).isEqualTo(2);
    assertThat(graphs.edges()).isEqualTo(2);
    assertThat(graphs.firstNeighbour()).containsExactly(0, 2, 3, 4, 4);
    assertThat(graphs.neighbours()).containsExactly(1, 2, 0, 0);
  }

  @Test
  void graphsWithoutEdgesHaveNodesAllTheSame() {
    Graphs graphs = new EdgeList().graphs(new int[] {0, 2, 3});
    assertThat(graphs.nodes()).isEqualTo(3);
    assertThat(graphs.edges()).isZero();
    assertThat(graphs.degree(2)).isZero();
  }

  @Test
  void manyEdgesAreTheSameAsASetOfPairs() {
    SplittableRandom random = new SplittableRandom(3);
    EdgeList edges = new EdgeList();
    Set<Long> pairs = new TreeSet<>();
    for (int i = 0; i < 5000; i++) {
      int node = random.nextInt(100);
      int other = random.nextInt(100);
      edges.add(node, other);
      if (node != other) {
        pairs.add(node * 100L + other);
        pairs.add(other * 100L + node);
      }
    }
    Graphs graphs = edges.graphs(new int[] {0, 100});
    Set<Long> found = new TreeSet<>();
    for (int node = 0; node < 100; node++) {
      for (int i = graphs.firstNeighbour()[node]; i < graphs.firstNeighbour()[node + 1]; i++) {
        found.add(node * 100L + graphs.neighbours()[i]);
      }
    }
    assertThat(found).isEqualTo(pairs).hasSize(graphs.neighbours().length);
  }
}
