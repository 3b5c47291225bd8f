package io.espalier.engine.onnx;

import io.espalier.engine.models.Networks;
import io.espalier.engine.step.Compilability;
import io.espalier.engine.step.Network;
import io.espalier.engine.step.NetworkNode;
import io.espalier.wire.InputShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;

/**
 * A network as ONNX has it: {@code input}, {@code [examples, numbers]} or {@code [examples,
 * channels, height, width]}, normalised as in training, to {@code output}, {@code [examples,
 * outputs]}: probabilities of the classes, or predicted numbers. Numbers are floats. Operators and
 * their meaning: <a href="https://onnx.ai/onnx/operators/">onnx.ai</a>, set 13.
 */
public final class OnnxModel {
  private OnnxModel() {}

  /**
   * A network in the format.
   *
   * @param input the shape of an example
   * @return nothing where a layer, one of the user's own, is not known to do the same there
   */
  public static Optional<byte[]> of(Model network, InputShape input) {
    OnnxGraph graph = new OnnxGraph();
    List<NetworkNode> nodes = Network.of(network).nodes();
    List<String> values = new ArrayList<>();
    for (NetworkNode node : nodes) {
      List<String> taken =
          node.takes().stream()
              .map(index -> index == NetworkNode.INPUTS ? OnnxGraph.INPUT : values.get(index))
              .toList();
      if (!append(graph, node, taken)) {
        return Optional.empty();
      }
      values.add(graph.end());
    }
    Layer last = ((NetworkNode.OfLayer) nodes.get(nodes.size() - 1)).layer();
    long outputs = ((BaseOutputLayer) last.conf().getLayer()).getNOut();
    long[] batch = Networks.batchShape(network, input, 1);
    long[] example = Arrays.copyOfRange(batch, 1, batch.length);
    return Optional.of(graph.model(example, outputs).toByteArray());
  }

  private static boolean append(OnnxGraph graph, NetworkNode node, List<String> taken) {
    graph.from(taken.get(0));
    if (node instanceof NetworkNode.OfLayer layer) {
      if (layer.reshape().isPresent()) {
        graph.then("Flatten");
      }
      return Compilability.isRecorded(node) && OnnxLayers.append(graph, layer.layer());
    }
    for (String next : taken.subList(1, taken.size())) {
      graph.then("Add", List.of(graph.end(), next));
    }
    return Compilability.isRecorded(node);
  }
}
