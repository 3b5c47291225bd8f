package io.espalier.engine.layers;

import io.espalier.wire.GraphSpec;
import java.util.Arrays;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The running half of {@link Propagation}. Ã is symmetric: backward is the same product. */
@SuppressWarnings("overrides") // DL4J's base class leaves the dots out of setInputs(INDArray...)
final class PropagationVertex extends ParameterFreeVertex {
  private static final long serialVersionUID = 1L;

  private final GraphSpec.Propagation kind;

  PropagationVertex(
      ComputationGraph graph,
      String name,
      int index,
      DataType networkType,
      GraphSpec.Propagation kind) {
    super(graph, name, index, networkType);
    this.kind = kind;
  }

  @Override
  INDArray forward(INDArray nodes, INDArray edges, NewMatrix output) {
    return product(nodes, edges, output);
  }

  @Override
  INDArray backward(
      INDArray nodes, INDArray edges, INDArray outputGradient, NewMatrix nodeGradient) {
    return product(outputGradient, edges, nodeGradient);
  }

  /** Row v of Ã·H is s(v) · (s(v)·h(v) + the sum of s(u)·h(u) over neighbours u). */
  private INDArray product(INDArray matrix, INDArray edges, NewMatrix newMatrix) {
    int nodes = Math.toIntExact(matrix.size(0));
    Adjacency adjacency = Adjacency.of(edges, nodes);
    double[] scales = adjacency.scales(kind);
    INDArray product = newMatrix.of(nodes, matrix.size(1));
    NodeRows from = NodeRows.reading(matrix);
    NodeRows to = NodeRows.writing(product);
    double[] sum = new double[Math.toIntExact(matrix.size(1))];
    for (int v = 0; v < nodes; v++) {
      Arrays.fill(sum, 0);
      from.addTo(sum, v, scales[v] * scales[v]);
      for (int i = adjacency.first()[v]; i < adjacency.first()[v + 1]; i++) {
        int neighbour = adjacency.neighbours()[i];
        from.addTo(sum, neighbour, scales[v] * scales[neighbour]);
      }
      to.put(v, sum);
    }
    return product;
  }

  @Override
  public String toString() {
    return "PropagationVertex(" + vertexName + ", " + kind + ")";
  }
}
