package io.espalier.engine.onnx;

import io.espalier.engine.models.Networks;
import io.espalier.wire.InputShape;
import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A network of layers as ONNX has it: {@code input}, {@code [examples, numbers]} or {@code
 * [examples, channels, height, width]}, normalised as in training, to {@code output}, {@code
 * [examples, outputs]}: probabilities of the classes, or predicted numbers. Numbers are floats.
 * Operators and their meaning: <a href="https://onnx.ai/onnx/operators/">onnx.ai</a>, set 13.
 */
public final class OnnxModel {
  private OnnxModel() {}

  /**
   * A network in the format.
   *
   * @param input the shape of an example
   * @return nothing where a layer, one of the user's own, is not known to do the same there
   */
  public static Optional<byte[]> of(MultiLayerNetwork network, InputShape input) {
    OnnxGraph graph = new OnnxGraph();
    for (int i = 0; i < network.getnLayers(); i++) {
      InputPreProcessor before = network.getLayerWiseConfigurations().getInputPreProcess(i);
      if (before instanceof CnnToFeedForwardPreProcessor) {
        graph.then("Flatten");
      } else if (before != null) {
        return Optional.empty();
      }
      if (!OnnxLayers.append(graph, network.getLayer(i))) {
        return Optional.empty();
      }
    }
    Layer last = network.getOutputLayer();
    long outputs = ((BaseOutputLayer) last.conf().getLayer()).getNOut();
    long[] batch = Networks.batchShape(network, input, 1);
    long[] example = Arrays.copyOfRange(batch, 1, batch.length);
    return Optional.of(graph.model(example, outputs).toByteArray());
  }
}
