package io.espalier.engine.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.GraphSpecs;
import io.espalier.engine.Specs;
import io.espalier.engine.models.GraphNetworks;
import io.espalier.wire.Activation;
import io.espalier.wire.GraphSpec;
import io.espalier.wire.InputShape;
import io.espalier.wire.InputShape.Graph.Example;
import io.espalier.wire.Task;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class GraphVerticesTest {
  private static final INDArray NODES =
      Nd4j.createFromArray(new double[][] {{1, 7}, {3, 5}, {3, 2}, {-4, -6}});
  private static final INDArray NO_EDGES = Nd4j.create(DataType.INT32, 2, 0);

  private static ParameterFreeVertex vertex(
      String name, GraphSpec.Propagation propagation, GraphSpec.ReadOut readOut) {
    ComputationGraph network =
        GraphNetworks.create(
            GraphSpecs.gcn(
                new GraphSpec(propagation, readOut, GraphSpecs.DENSE),
                GraphSpecs.graphConv(2, Activation.RELU)),
            Specs.training(Specs.adam(), 1),
            new InputShape.Graph(2, Example.GRAPH),
            2,
            Task.CLASSIFICATION,
            1,
            DataType.DOUBLE);
    return (ParameterFreeVertex) network.getVertex(name);
  }

  private static double[][] propagate(GraphSpec.Propagation kind, INDArray nodes, INDArray edges) {
    return vertex("0-propagation", kind, GraphSpec.ReadOut.MEAN)
        .forward(nodes, edges, GraphVerticesTest::matrix)
        .toDoubleMatrix();
  }

  private static ParameterFreeVertex readOut(GraphSpec.ReadOut kind) {
    return vertex("read-out", GraphSpec.Propagation.LOOPS, kind);
  }

  private static INDArray matrix(long rows, long columns) {
    return Nd4j.valueArrayOf(new long[] {rows, columns}, Double.NaN, DataType.DOUBLE);
  }

  @Test
  void withLoopsDegreesCountTheNodeItself() {
    double[][] result =
        propagate(
            GraphSpec.Propagation.LOOPS, NODES, Nd4j.createFromArray(new int[][] {{0, 1}, {3, 3}}));
    double side = 1 / Math.sqrt(6); // between degrees 2 and 3
    assertThat(result[0])
        .containsExactly(new double[] {0.5 - 4 * side, 3.5 - 6 * side}, within(1e-14));
    assertThat(result[2]).containsExactly(new double[] {3, 2}, within(1e-14));
  }

  @Test
  void amongNeighboursANodeWithoutAnyIsZero() {
    double[][] result =
        propagate(
            GraphSpec.Propagation.NEIGHBOURS, NODES, Nd4j.createFromArray(new int[][] {{0}, {3}}));
    assertThat(result).isDeepEqualTo(new double[][] {{-3, 1}, {0, 0}, {0, 0}, {-3, 1}});
    assertThat(propagate(GraphSpec.Propagation.NEIGHBOURS, NODES, NO_EDGES))
        .isDeepEqualTo(new double[4][2]);
    assertThat(propagate(GraphSpec.Propagation.LOOPS, NODES, NO_EDGES))
        .isDeepEqualTo(NODES.toDoubleMatrix());
  }

  @Test
  void aMatrixThatLiesColumnByColumnOrInAnotherIsReadAsItIs() {
    INDArray edges = Nd4j.createFromArray(new int[][] {{0, 2}, {1, 3}});
    double[][] expected = propagate(GraphSpec.Propagation.LOOPS, NODES, edges);
    INDArray wide = Nd4j.hstack(NODES.mul(2), NODES);
    INDArray part = wide.get(NDArrayIndex.all(), NDArrayIndex.interval(2, 4));
    INDArray turned = edges.transpose().dup('c').transpose();
    assertThat(propagate(GraphSpec.Propagation.LOOPS, NODES.dup('f'), turned))
        .isDeepEqualTo(expected);
    assertThat(propagate(GraphSpec.Propagation.LOOPS, part, edges.castTo(DataType.INT64)))
        .isDeepEqualTo(expected);
  }

  @Test
  void anEdgeToNowhereIsNamed() {
    for (int[] ends : new int[][] {{1, 4}, {-1, 2}, {3, 3}}) {
      INDArray edges = Nd4j.createFromArray(new int[][] {{0, ends[0]}, {1, ends[1]}});
      assertThatThrownBy(() -> propagate(GraphSpec.Propagation.LOOPS, NODES, edges))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "edge 1 leads from node %d to node %d; it must join two of the nodes 0 to 3",
              ends[0], ends[1]);
    }
    INDArray turned = Nd4j.createFromArray(new int[][] {{0, 1}, {1, 2}, {2, 3}});
    assertThatThrownBy(() -> propagate(GraphSpec.Propagation.LOOPS, NODES, turned))
        .hasMessage("edges have the shape [3, 2], not [2, edges]");
  }

  @Test
  void eachGraphIsReadOutByItself() {
    INDArray graphs = Nd4j.createFromArray(0, 0, 0, 1);
    assertThat(forward(GraphSpec.ReadOut.SUM, graphs))
        .isDeepEqualTo(new double[][] {{7, 14}, {-4, -6}});
    assertThat(forward(GraphSpec.ReadOut.MAX, graphs))
        .isDeepEqualTo(new double[][] {{3, 7}, {-4, -6}});
    assertThat(forward(GraphSpec.ReadOut.MEAN, Nd4j.createFromArray(0, 0, 1, 1)))
        .isDeepEqualTo(new double[][] {{2, 6}, {-0.5, -2}});
  }

  @Test
  void aGraphWithoutNodesIsZeroAndChangesNoGradient() {
    INDArray graphs = Nd4j.createFromArray(1, 1, 1, 3, 6);
    INDArray gradient = Nd4j.createFromArray(new double[6][2]).addi(7);
    gradient.putRow(1, Nd4j.createFromArray(10.0, 20.0));
    for (GraphSpec.ReadOut kind : GraphSpec.ReadOut.values()) {
      double[][] result = forward(kind, graphs);
      assertThat(result).hasDimensions(6, 2);
      for (int graph : new int[] {0, 2, 4, 5}) {
        assertThat(result[graph]).containsExactly(0, 0);
      }
      assertThat(result[3]).containsExactly(-4, -6);
      assertThat(
              readOut(kind)
                  .backward(NODES, graphs, gradient, GraphVerticesTest::matrix)
                  .sum(0)
                  .toDoubleVector())
          .containsExactly(
              kind == GraphSpec.ReadOut.SUM ? new double[] {37, 67} : new double[] {17, 27},
              within(1e-12));
    }
  }

  private static double[][] forward(GraphSpec.ReadOut kind, INDArray graphs) {
    return readOut(kind).forward(NODES, graphs, GraphVerticesTest::matrix).toDoubleMatrix();
  }

  @Test
  void theGradientOfAMaximumGoesToTheFirstOfEquals() {
    INDArray gradient = Nd4j.createFromArray(new double[][] {{10, 20}, {30, 40}});
    assertThat(
            readOut(GraphSpec.ReadOut.MAX)
                .backward(
                    NODES, Nd4j.createFromArray(0, 0, 0, 1), gradient, GraphVerticesTest::matrix)
                .toDoubleMatrix())
        .isDeepEqualTo(new double[][] {{0, 20}, {10, 0}, {0, 0}, {30, 40}});
  }

  @Test
  void aBrokenNumberShowsInTheMaximum() {
    INDArray broken = NODES.dup();
    broken.putScalar(1, 0, Double.NaN);
    double[][] result =
        readOut(GraphSpec.ReadOut.MAX)
            .forward(broken, Nd4j.createFromArray(0, 0, 0, 0), GraphVerticesTest::matrix)
            .toDoubleMatrix();
    assertThat(result[0][0]).isNaN();
    assertThat(result[0][1]).isEqualTo(7);
  }

  @Test
  void graphNumbersThatDoNotFitAreNamed() {
    assertThatThrownBy(() -> forward(GraphSpec.ReadOut.SUM, Nd4j.createFromArray(-1, 1, 1, 1)))
        .hasMessage("node 0 has the graph number -1; numbers must ascend from 0");
    assertThatThrownBy(() -> forward(GraphSpec.ReadOut.SUM, Nd4j.createFromArray(0, 1, 0, 1)))
        .hasMessage("node 2 has the graph number 0; numbers must ascend from 0");
    assertThatThrownBy(() -> forward(GraphSpec.ReadOut.SUM, Nd4j.createFromArray(0, 1, 1, 1, 1)))
        .hasMessage("there are 1 graphs, but a node of graph 1");
    assertThatThrownBy(() -> forward(GraphSpec.ReadOut.SUM, Nd4j.createFromArray(0, 0)))
        .hasMessage("there are graph numbers for 2 nodes, not for 4");
  }

  @Test
  void configurationsAreEqualIfTheyDoTheSame() {
    Propagation loops = new Propagation(GraphSpec.Propagation.LOOPS);
    assertThat(loops).isEqualTo(loops.clone()).hasSameHashCodeAs(loops.clone());
    assertThat(loops).isNotEqualTo(new Propagation(GraphSpec.Propagation.NEIGHBOURS));
    ReadOut sum = new ReadOut(GraphSpec.ReadOut.SUM);
    assertThat(sum).isEqualTo(sum.clone()).hasSameHashCodeAs(sum.clone());
    assertThat(sum).isNotEqualTo(new ReadOut(GraphSpec.ReadOut.MAX));
  }
}
