package io.espalier.engine.trial;

import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The outputs of a graph of vertices before the output layer's activation. */
final class VertexOutputs {
  private final ComputationGraph network;
  private final String output;
  private final String below;

  VertexOutputs(ComputationGraph network) {
    this.network = network;
    output = network.getConfiguration().getNetworkOutputs().get(0);
    below = Objects.requireNonNull(network.getConfiguration().getVertexInputs().get(output)).get(0);
  }

  /** Of examples that are looked at, not trained on: row by row. */
  double[] of(INDArray inputs) {
    Map<String, INDArray> all = network.feedForward(inputs, false);
    double[] numbers = Outputs.read(of(all));
    for (INDArray one : all.values()) {
      if (one.data() != inputs.data() && one.closeable() && !one.wasClosed()) {
        one.close(); // nobody collects what is outside the heap while a trial trains
      }
    }
    return numbers;
  }

  /**
   * From what the vertices below put out.
   *
   * @return {@code [batch, outputs]}
   */
  INDArray of(Map<String, INDArray> activations) {
    INDArray inputs = activations.get(below);
    if (inputs == null) {
      throw new IllegalStateException("the vertex " + below + " has put out nothing");
    }
    InputPreProcessor reshape =
        network.getConfiguration().getVertices().get(output) instanceof LayerVertex vertex
            ? vertex.getPreProcessor()
            : null;
    INDArray flat =
        reshape == null
            ? inputs
            : reshape.preProcess(
                inputs.dup('c'), (int) inputs.size(0), LayerWorkspaceMgr.noWorkspaces());
    INDArray weights = network.getLayer(output).getParam(DefaultParamInitializer.WEIGHT_KEY);
    INDArray bias = network.getLayer(output).getParam(DefaultParamInitializer.BIAS_KEY);
    return flat.mmul(weights).addiRowVector(bias);
  }
}
