package io.espalier.engine.layers;

import io.espalier.wire.GraphSpec;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The product H → Ã·H over the nodes of undirected graphs (Kipf and Welling 2017), without
 * parameters. In front of a dense layer it makes a graph convolution. Inputs: H {@code [nodes,
 * features]}, and edges {@code [2, edges]} of integers, every edge once, the numbers of its ends
 * below each other; there may be none ({@code [2, 0]}).
 */
public final class Propagation extends NodeVertex {
  private static final long serialVersionUID = 1L;

  @JsonProperty private GraphSpec.Propagation kind = GraphSpec.Propagation.LOOPS;

  /** For reading a saved model. */
  Propagation() {}

  /** With the degrees of one kind. */
  public Propagation(GraphSpec.Propagation kind) {
    this.kind = kind;
  }

  /** How neighbours are weighed. */
  public GraphSpec.Propagation kind() {
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
    return new PropagationVertex(graph, name, index, networkType, kind);
  }

  @Override
  @SuppressWarnings("MissingSuperCall") // a copy by constructor, as all vertices of DL4J do
  public Propagation clone() {
    return new Propagation(kind);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Propagation that && kind == that.kind;
  }

  @Override
  public int hashCode() {
    return Objects.hash(Propagation.class, kind);
  }

  @Override
  public String toString() {
    return "Propagation(" + kind + ")";
  }
}
