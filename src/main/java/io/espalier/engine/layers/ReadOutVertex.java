package io.espalier.engine.layers;

import io.espalier.wire.GraphSpec;
import java.util.Arrays;
import java.util.Locale;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The running half of {@link ReadOut}. */
@SuppressWarnings("overrides") // DL4J's base class leaves the dots out of setInputs(INDArray...)
final class ReadOutVertex extends ParameterFreeVertex {
  private static final long serialVersionUID = 1L;

  private final GraphSpec.ReadOut kind;

  ReadOutVertex(
      ComputationGraph graph,
      String name,
      int index,
      DataType networkType,
      GraphSpec.ReadOut kind) {
    super(graph, name, index, networkType);
    this.kind = kind;
  }

  @Override
  INDArray forward(INDArray nodes, INDArray graphs, NewMatrix output) {
    int[] first = firstNodes(graphs, nodes.size(0));
    INDArray result = output.of(first.length - 1, nodes.size(1));
    NodeRows from = NodeRows.reading(nodes);
    NodeRows to = NodeRows.writing(result);
    int width = Math.toIntExact(nodes.size(1));
    for (int g = 0; g + 1 < first.length; g++) {
      to.put(
          g,
          kind == GraphSpec.ReadOut.MAX
              ? Maximum.over(from, width, first[g], first[g + 1]).values()
              : sum(from, width, first[g], first[g + 1]));
    }
    return result;
  }

  private double[] sum(NodeRows nodes, int width, int from, int to) {
    double[] sum = new double[width];
    double factor = factor(to - from);
    for (int v = from; v < to; v++) {
      nodes.addTo(sum, v, factor);
    }
    return sum;
  }

  private double factor(int nodes) {
    return kind == GraphSpec.ReadOut.MEAN ? 1.0 / nodes : 1;
  }

  @Override
  INDArray backward(
      INDArray nodes, INDArray graphs, INDArray outputGradient, NewMatrix nodeGradient) {
    int[] first = firstNodes(graphs, nodes.size(0));
    INDArray result = nodeGradient.of(nodes.size(0), nodes.size(1));
    NodeRows values = NodeRows.reading(nodes);
    NodeRows gradients = NodeRows.reading(outputGradient);
    NodeRows to = NodeRows.writing(result);
    int width = Math.toIntExact(nodes.size(1));
    for (int g = 0; g + 1 < first.length; g++) {
      double[] gradient = new double[width];
      gradients.addTo(gradient, g, factor(first[g + 1] - first[g]));
      if (kind == GraphSpec.ReadOut.MAX) {
        Maximum.over(values, width, first[g], first[g + 1]).spread(gradient, to);
      } else {
        for (int v = first[g]; v < first[g + 1]; v++) {
          to.put(v, gradient);
        }
      }
    }
    return result;
  }

  /** Each graph's first node, and the number of nodes at the end. */
  private static int[] firstNodes(INDArray graphs, long nodes) {
    if (graphs.length() != nodes && graphs.length() != nodes + 1) {
      throw new IllegalArgumentException(
          "there are graph numbers for " + graphs.length() + " nodes, not for " + nodes);
    }
    int[] numbers = Integers.read(graphs);
    int[] first = new int[count(numbers, (int) nodes) + 1];
    int graph = 0;
    for (int v = 0; v < nodes; v++) {
      while (graph <= numbers[v]) {
        first[graph++] = v;
      }
    }
    Arrays.fill(first, graph, first.length, (int) nodes);
    return first;
  }

  /** How many graphs there are, from numbers that ascend. */
  private static int count(int[] numbers, int nodes) {
    int last = 0;
    for (int v = 0; v < nodes; v++) {
      if (numbers[v] < last) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "node %d has the graph number %d; numbers must ascend from 0",
                v,
                numbers[v]));
      }
      last = numbers[v];
    }
    int known = nodes == 0 ? 0 : last + 1;
    if (numbers.length == nodes) {
      return known;
    }
    if (numbers[nodes] < known) {
      throw new IllegalArgumentException(
          "there are " + numbers[nodes] + " graphs, but a node of graph " + last);
    }
    return numbers[nodes];
  }

  @Override
  public String toString() {
    return "ReadOutVertex(" + vertexName + ", " + kind + ")";
  }
}
