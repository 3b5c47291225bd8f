package io.espalier.engine.models;

import io.espalier.data.Graphs;
import io.espalier.wire.InputShape;
import io.espalier.wire.InputShape.Graph.Example;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Graphs as the inputs of a network that {@link GraphNetworks} builds. */
public final class GraphInputArrays {
  private GraphInputArrays() {}

  /**
   * Graphs that follow each other as one batch.
   *
   * @param nodes numbers of all nodes of all graphs, node by node
   * @param from the batch's first graph
   * @param to the graph after its last
   * @return nodes {@code [nodes, features]}, edges {@code [2, edges]} and, if examples are graphs,
   *     the nodes' graph numbers {@code [nodes]}, followed by how many graphs there are if the last
   *     one has no node
   */
  public static INDArray[] of(
      float[] nodes, Graphs graphs, int from, int to, InputShape.Graph shape, DataType precision) {
    int first = graphs.firstNode()[from];
    int end = graphs.firstNode()[to];
    int features = shape.features();
    float[] numbers = Arrays.copyOfRange(nodes, first * features, end * features);
    INDArray inputs =
        Nd4j.createFromArray(numbers).reshape('c', end - first, features).castTo(precision);
    return shape.example() == Example.GRAPH
        ? new INDArray[] {inputs, edges(graphs, first, end), graphNumbers(graphs, from, to)}
        : new INDArray[] {inputs, edges(graphs, first, end)};
  }

  /** Every edge once, by the number of its ends within the batch. */
  private static INDArray edges(Graphs graphs, int firstNode, int endNode) {
    int from = graphs.firstNeighbour()[firstNode];
    int count = (graphs.firstNeighbour()[endNode] - from) / 2;
    if (count == 0) {
      return Nd4j.create(DataType.INT32, 2, 0);
    }
    int[] ends = new int[2 * count];
    int at = 0;
    for (int v = firstNode; v < endNode; v++) {
      for (int i = graphs.firstNeighbour()[v]; i < graphs.firstNeighbour()[v + 1]; i++) {
        int neighbour = graphs.neighbours()[i];
        if (v < neighbour) {
          ends[at] = v - firstNode;
          ends[count + at++] = neighbour - firstNode;
        }
      }
    }
    return Nd4j.createFromArray(ends).reshape('c', 2, count);
  }

  private static INDArray graphNumbers(Graphs graphs, int from, int to) {
    int first = graphs.firstNode()[from];
    int nodes = graphs.firstNode()[to] - first;
    boolean lastHasNodes = graphs.firstNode()[to - 1] < graphs.firstNode()[to];
    int[] numbers = new int[lastHasNodes ? nodes : nodes + 1];
    for (int g = from; g < to; g++) {
      Arrays.fill(
          numbers, graphs.firstNode()[g] - first, graphs.firstNode()[g + 1] - first, g - from);
    }
    if (!lastHasNodes) {
      numbers[nodes] = to - from;
    }
    return Nd4j.createFromArray(numbers);
  }
}
