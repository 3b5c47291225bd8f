package io.espalier.engine.layers;

import io.espalier.wire.GraphSpec;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The mean, sum or maximum over each graph's nodes, number by number, without parameters: {@code
 * [nodes, features] → [graphs, features]}. Inputs: the nodes' numbers, and the number of each
 * node's graph {@code [nodes]}, integers that ascend from 0; a graph whose number is passed over
 * has no node, and zeros for its numbers. After the nodes' graphs may stand how many graphs there
 * are, {@code [nodes + 1]}: then the last ones need not have nodes either. The gradient of a
 * maximum goes to the first of equal nodes.
 */
public final class ReadOut extends NodeVertex {
  private static final long serialVersionUID = 1L;

  @JsonProperty private GraphSpec.ReadOut kind = GraphSpec.ReadOut.MEAN;

  /** For reading a saved model. */
  ReadOut() {}

  /** Takes one of the kinds. */
  public ReadOut(GraphSpec.ReadOut kind) {
    this.kind = kind;
  }

  /** What is taken over a graph's nodes. */
  public GraphSpec.ReadOut kind() {
    return kind;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      @Nullable INDArray parameters,
      boolean initialise,
      DataType networkType) {
    return new ReadOutVertex(graph, name, index, networkType, kind);
  }

  @Override
  @SuppressWarnings("MissingSuperCall") // a copy by constructor, as all vertices of DL4J do
  public ReadOut clone() {
    return new ReadOut(kind);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ReadOut that && kind == that.kind;
  }

  @Override
  public int hashCode() {
    return Objects.hash(ReadOut.class, kind);
  }

  @Override
  public String toString() {
    return "ReadOut(" + kind + ")";
  }
}
