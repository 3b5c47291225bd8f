package io.espalier.engine.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.Graphs;
import io.espalier.wire.GraphSpec.Propagation;
import org.junit.jupiter.api.Test;

class PropagationMatrixTest {
  /** A path of three nodes and an isolated one. */
  private static final Graphs PATH =
      new Graphs(new int[] {0, 3, 4}, new int[] {0, 1, 3, 4, 4}, new int[] {1, 0, 2, 1});

  private static float[] writtenOut(Propagation propagation) {
    Matrix identity = new Matrix(4, 4);
    for (int i = 0; i < 4; i++) {
      identity.numbers()[5 * i] = 1;
    }
    Matrix product = new Matrix();
    PropagationMatrix.of(PATH, propagation).times(identity, product);
    return product.numbers();
  }

  @Test
  void withLoopsDegreesCountThem() {
    float edge = (float) (1 / Math.sqrt(6));
    assertThat(writtenOut(Propagation.LOOPS))
        .containsExactly(
            new float[] {0.5f, edge, 0, 0, edge, 1 / 3f, edge, 0, 0, edge, 0.5f, 0, 0, 0, 0, 1},
            within(1e-6f));
  }

  @Test
  void byNeighboursAnIsolatedNodeIsZero() {
    float edge = (float) (1 / Math.sqrt(2));
    assertThat(writtenOut(Propagation.NEIGHBOURS))
        .containsExactly(
            new float[] {1, edge, 0, 0, edge, 0.5f, edge, 0, 0, edge, 1, 0, 0, 0, 0, 0},
            within(1e-6f));
  }
}
