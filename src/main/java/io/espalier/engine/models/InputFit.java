package io.espalier.engine.models;

import io.espalier.wire.InputShape;
import io.espalier.wire.InputShape.Graph.Example;
import java.util.List;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Whether examples fit a network that was loaded, asked before native code meets them. */
public final class InputFit {
  private InputFit() {}

  /**
   * Checks the shape of examples.
   *
   * @throws IllegalArgumentException naming what the network takes, if it is something else
   */
  public static void check(MultiLayerNetwork network, InputShape shape) {
    MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
    require(!(shape instanceof InputShape.Graph), "the model takes vectors or images, not graphs");
    require(
        Networks.takesSequences(network) == shape instanceof InputShape.Sequence,
        shape instanceof InputShape.Sequence
            ? "the model takes no sequences"
            : "the model takes sequences, not examples of " + shape);
    if (shape instanceof InputShape.Sequence sequence) {
      long expected = firstSize(configuration);
      require(
          sequence.features() == expected,
          "the model takes steps of " + expected + " numbers, not of " + sequence.features());
    } else if (!Networks.takesImages(network)) {
      long expected = firstSize(configuration);
      require(
          shape.size() == expected,
          "the model takes examples of " + expected + " numbers, not of " + shape.size());
    } else if (shape instanceof InputShape.Image image) {
      require(flows(configuration, image), "the model does not take images of " + image);
    } else {
      throw new IllegalArgumentException(
          "the model takes images, not vectors of " + shape + " numbers");
    }
  }

  /**
   * Checks graphs.
   *
   * @throws IllegalArgumentException naming what the network takes, if it is something else
   */
  public static void check(ComputationGraph network, InputShape.Graph shape) {
    Example example = example(network.getConfiguration().getNetworkInputs());
    if (example != shape.example()) {
      throw new IllegalArgumentException(
          example == Example.GRAPH
              ? "the model predicts for whole graphs, not for single nodes"
              : "the model predicts for single nodes, not for whole graphs");
    }
    long expected = firstSize(network);
    require(
        shape.features() == expected,
        "the model takes nodes of " + expected + " numbers, not of " + shape.features());
  }

  private static Example example(List<String> inputs) {
    if (inputs.equals(List.of(GraphNetworks.NODES, GraphNetworks.EDGES))) {
      return Example.NODE;
    } else if (inputs.equals(
        List.of(GraphNetworks.NODES, GraphNetworks.EDGES, GraphNetworks.GRAPHS))) {
      return Example.GRAPH;
    }
    throw new IllegalArgumentException(
        "the model takes the inputs " + inputs + ", not nodes, edges and graphs");
  }

  private static long firstSize(ComputationGraph network) {
    for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
      if (layer.conf().getLayer() instanceof DenseLayer dense) {
        return dense.getNIn();
      }
      if (layer.conf().getLayer() instanceof OutputLayer output) {
        return output.getNIn();
      }
    }
    throw new IllegalArgumentException("the model has no weights");
  }

  private static long firstSize(MultiLayerConfiguration configuration) {
    for (int i = 0; ; i++) {
      if (Networks.trained(configuration.getConf(i).getLayer()).orElse(null)
              instanceof FeedForwardLayer layer
          && layer.getNIn() > 0) {
        return layer.getNIn();
      }
    }
  }

  /** Follows the image through the layers to where it is flattened or pooled as a whole. */
  private static boolean flows(MultiLayerConfiguration configuration, InputShape.Image image) {
    InputType type = InputType.convolutional(image.height(), image.width(), image.channels());
    int layers = configuration.getConfs().size();
    for (int i = 0; i < layers && type instanceof InputType.InputTypeConvolutional seen; i++) {
      InputPreProcessor reshape = configuration.getInputPreProcess(i);
      if (reshape instanceof CnnToFeedForwardPreProcessor flatten) {
        return type.equals(
            InputType.convolutional(
                flatten.getInputHeight(), flatten.getInputWidth(), flatten.getNumChannels()));
      }
      Layer layer = configuration.getConf(i).getLayer();
      if (layer instanceof ConvolutionLayer convolution
          && convolution.getNIn() != seen.getChannels()) {
        return false;
      }
      try {
        type = layer.getOutputType(i, type);
      } catch (RuntimeException tooSmall) {
        return false;
      }
    }
    return true;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
