package io.espalier.engine.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.wire.GraphSpec.ReadOut;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReadOutStageTest {
  private final Matrix nodes = new Matrix(3, 2);

  /** Two nodes, none, and one, with two features each. */
  private GraphBatch batch() {
    System.arraycopy(new float[] {1, 8, 5, 8, -3, -4}, 0, nodes.numbers(), 0, 6);
    SparseRows propagation = new SparseRows();
    for (int node = 0; node < 3; node++) {
      propagation.beginRow();
    }
    NodeFeatures features = new NodeFeatures.Dense(nodes, true);
    GraphBatch batch = new GraphBatch();
    batch.start(3, 3, 2);
    batch.append(propagation, features, 0, 2);
    batch.append(propagation, features, 2, 2);
    batch.append(propagation, features, 2, 3);
    return batch;
  }

  private float[] forward(ReadOut kind) {
    GraphBatch batch = batch();
    Matrix outputs = new ReadOutStage(kind).forward(batch.dense(), batch, true);
    return Arrays.copyOf(outputs.numbers(), outputs.length());
  }

  @Test
  void aGraphWithoutNodesIsZero() {
    assertThat(forward(ReadOut.MEAN)).containsExactly(3, 8, 0, 0, -3, -4);
    assertThat(forward(ReadOut.SUM)).containsExactly(6, 16, 0, 0, -3, -4);
    assertThat(forward(ReadOut.MAX)).containsExactly(5, 8, 0, 0, -3, -4);
  }

  @Test
  void theFirstOfEqualMaximaHasTheGradient() {
    GraphBatch batch = batch();
    ReadOutStage stage = new ReadOutStage(ReadOut.MAX);
    stage.forward(batch.dense(), batch, true);
    Matrix delta = new Matrix(3, 2);
    System.arraycopy(new float[] {1, 2, 3, 4, 5, 6}, 0, delta.numbers(), 0, 6);
    Matrix back = stage.backward(delta, batch, true);
    assertThat(Arrays.copyOf(back.numbers(), back.length())).containsExactly(0, 2, 1, 0, 5, 6);
  }
}
