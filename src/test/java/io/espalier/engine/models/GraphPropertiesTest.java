package io.espalier.engine.models;

import static io.espalier.engine.GraphSpecs.everyOption;
import static io.espalier.engine.GraphSpecs.gcn;
import static io.espalier.engine.GraphSpecs.graphConv;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.GraphSpecs.Sample;
import io.espalier.engine.Specs;
import io.espalier.wire.Activation;
import io.espalier.wire.GraphSpec;
import io.espalier.wire.InputShape;
import io.espalier.wire.InputShape.Graph.Example;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Seeds;
import io.espalier.wire.Task;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GraphPropertiesTest {
  private static final int FEATURES = 5;
  private static final int PERMUTATIONS = 1000;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private static ComputationGraph network(ModelSpec model, Example example) {
    return GraphNetworks.create(
        model,
        Specs.training(Specs.adam(), 4),
        new InputShape.Graph(FEATURES, example),
        3,
        Task.CLASSIFICATION,
        11,
        DataType.FLOAT);
  }

  /** Renumbers the nodes of a batch of one graph: X' = PX, A' = PAP^T, edges in another order. */
  private static INDArray[] renumbered(INDArray[] inputs, int[] newNumber, long seed) {
    INDArray[] result = inputs.clone();
    float[][] nodes = inputs[0].toFloatMatrix();
    float[][] moved = new float[nodes.length][];
    for (int v = 0; v < nodes.length; v++) {
      moved[newNumber[v]] = nodes[v];
    }
    result[0] = Nd4j.createFromArray(moved);
    if (!inputs[1].isEmpty()) {
      int[][] edges = inputs[1].toIntMatrix();
      int[] order = Seeds.permutation(seed, edges[0].length);
      int[][] ends = new int[2][order.length];
      for (int i = 0; i < order.length; i++) {
        int turned = (order[i] + i) % 2;
        ends[turned][i] = newNumber[edges[0][order[i]]];
        ends[1 - turned][i] = newNumber[edges[1][order[i]]];
      }
      result[1] = Nd4j.createFromArray(ends);
    }
    return result;
  }

  @Test
  void renumberingTheNodesOfAGraphLeavesItsPredictionUnchanged() {
    SplittableRandom random = new SplittableRandom(1);
    List<ComputationGraph> networks =
        everyOption(Loss.CROSS_ENTROPY).stream().map(m -> network(m, Example.GRAPH)).toList();
    for (int i = 0; i < PERMUTATIONS; i++) {
      ComputationGraph network = networks.get(i % networks.size());
      int size = 1 + random.nextInt(30);
      INDArray[] inputs = Sample.draw(i, FEATURES, Example.GRAPH, size).inputs(DataType.FLOAT);
      double[] expected = network.outputSingle(inputs).toDoubleVector();
      INDArray[] other = renumbered(inputs, Seeds.permutation(i, size), i);
      assertThat(network.outputSingle(other).toDoubleVector())
          .as("permutation %d of %d nodes", i, size)
          .containsExactly(expected, within(1e-6));
    }
  }

  @Test
  void renumberingTheNodesRenumbersTheirPredictions() {
    List<ComputationGraph> networks =
        everyOption(Loss.CROSS_ENTROPY).stream().map(m -> network(m, Example.NODE)).toList();
    for (int i = 0; i < 90; i++) {
      ComputationGraph network = networks.get(i % networks.size());
      int size = 1 + i % 20;
      INDArray[] inputs = Sample.draw(i, FEATURES, Example.NODE, size).inputs(DataType.FLOAT);
      int[] newNumber = Seeds.permutation(i, size);
      double[][] expected = network.outputSingle(inputs).toDoubleMatrix();
      double[][] outputs = network.outputSingle(renumbered(inputs, newNumber, i)).toDoubleMatrix();
      for (int v = 0; v < size; v++) {
        assertThat(outputs[newNumber[v]]).containsExactly(expected[v], within(1e-6));
      }
    }
  }

  @Test
  void aBatchOfGraphsIsTheGraphsOneByOne() {
    Sample sample = Sample.draw(2, FEATURES, Example.GRAPH, 4, 1, 17, 3, 1, 8);
    for (ModelSpec model : everyOption(Loss.CROSS_ENTROPY)) {
      ComputationGraph network = network(model, Example.GRAPH);
      double[][] together = network.outputSingle(sample.inputs(DataType.FLOAT)).toDoubleMatrix();
      for (int g = 0; g < together.length; g++) {
        INDArray[] alone =
            GraphInputArrays.of(
                sample.nodes(), sample.graphs(), g, g + 1, sample.shape(), DataType.FLOAT);
        assertThat(network.outputSingle(alone).toDoubleVector())
            .as("%s, graph %d", model.graph(), g)
            .containsExactly(together[g], within(1e-6));
      }
    }
  }

  /**
   * A full matrix of 100,000 nodes would take 40 GB; the limit is ten times what it takes on a busy
   * machine.
   */
  @Test
  void aLargeGraphPassesWithinSeconds() {
    int nodes = 100_000;
    int edges = 500_000;
    SplittableRandom random = new SplittableRandom(3);
    int[][] ends = new int[2][edges];
    for (int i = 0; i < edges; i++) {
      ends[0][i] = random.nextInt(nodes);
      ends[1][i] = (ends[0][i] + 1 + random.nextInt(nodes - 1)) % nodes;
    }
    float[][] features = new float[nodes][FEATURES];
    for (float[] row : features) {
      row[0] = random.nextInt(2);
    }
    ComputationGraph network =
        network(gcn(GraphSpec.PLAIN, graphConv(16, Activation.RELU)), Example.NODE);
    INDArray[] inputs = {Nd4j.createFromArray(features), Nd4j.createFromArray(ends)};
    long start = System.nanoTime();
    INDArray outputs = network.outputSingle(inputs);
    assertThat(System.nanoTime() - start).isLessThan(10 * NANOS_PER_SECOND);
    assertThat(outputs.shape()).containsExactly(nodes, 3);
    assertThat(outputs.castTo(DataType.DOUBLE).sumNumber().doubleValue())
        .isCloseTo(nodes, within(1.0));
  }
}
