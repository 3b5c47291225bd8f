package io.espalier.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GraphsTest {
  /** A triangle, none, a pair, a lone node, none. */
  private static final Graphs GRAPHS =
      new Graphs(
          new int[] {0, 3, 3, 5, 6, 6},
          new int[] {0, 2, 4, 6, 7, 8, 8},
          new int[] {1, 2, 0, 2, 0, 1, 4, 3});

  @Test
  void graphsWithoutNodesAreFound() {
    assertThat(GRAPHS.withoutNodes()).containsExactly(1, 4);
    assertThat(Graphs.NONE.withoutNodes()).isEmpty();
  }

  @Test
  void someGraphsAloneKeepTheirNodesAndEdges() {
    Graphs some = GRAPHS.only(new int[] {4, 2, 3, 0});
    assertThat(some.firstNode()).containsExactly(0, 0, 2, 3, 6);
    assertThat(some.firstNeighbour()).containsExactly(0, 1, 2, 2, 4, 6, 8);
    assertThat(some.neighbours()).containsExactly(1, 0, 4, 5, 3, 5, 3, 4);
    assertThat(GRAPHS.only(new int[0]).count()).isZero();
  }
}
