package io.espalier.engine.models;

import io.espalier.engine.step.Network;
import io.espalier.engine.step.NetworkNode;
import io.espalier.wire.InputShape;
import io.espalier.wire.InputShape.Graph.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Whether examples fit a network that was loaded, asked before native code meets them. */
public final class InputFit {
  private InputFit() {}

  /**
   * Checks examples.
   *
   * @param numbers of all of them together
   * @throws IllegalArgumentException naming what the network takes, if it is something else
   */
  public static void check(Model network, int numbers, int examples, InputShape shape) {
    require(
        (long) examples * shape.size() == numbers,
        numbers + " numbers are not " + examples + " examples of " + shape);
    require(!(shape instanceof InputShape.Graph), "the model takes vectors or images, not graphs");
    List<NetworkNode> nodes = Network.of(network).nodes();
    require(
        Networks.takesSequences(nodes) == shape instanceof InputShape.Sequence,
        shape instanceof InputShape.Sequence
            ? "the model takes no sequences"
            : "the model takes sequences, not examples of " + shape);
    if (shape instanceof InputShape.Sequence sequence) {
      long expected = firstSize(nodes);
      require(
          sequence.features() == expected,
          "the model takes steps of " + expected + " numbers, not of " + sequence.features());
    } else if (!Networks.takesImages(nodes)) {
      long expected = firstSize(nodes);
      require(
          shape.size() == expected,
          "the model takes examples of " + expected + " numbers, not of " + shape.size());
    } else if (shape instanceof InputShape.Image image) {
      require(flows(nodes, image), "the model does not take images of " + image);
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

  private static long firstSize(List<NetworkNode> nodes) {
    for (NetworkNode node : nodes) {
      if (node instanceof NetworkNode.OfLayer one
          && Networks.trained(one.layer().conf().getLayer()).orElse(null)
              instanceof FeedForwardLayer layer
          && layer.getNIn() > 0) {
        return layer instanceof EmbeddingSequenceLayer ? 1 : layer.getNIn();
      }
    }
    throw new IllegalArgumentException("the model has no weights");
  }

  /** Follows the image through the nodes to where it is flattened or pooled as a whole. */
  private static boolean flows(List<NetworkNode> nodes, InputShape.Image image) {
    InputType first = InputType.convolutional(image.height(), image.width(), image.channels());
    List<Optional<InputType>> after = new ArrayList<>();
    try {
      for (NetworkNode node : nodes) {
        List<Optional<InputType>> before =
            node.takes().stream()
                .map(taken -> taken == NetworkNode.INPUTS ? Optional.of(first) : after.get(taken))
                .toList();
        boolean images = before.stream().allMatch(Optional::isPresent);
        after.add(
            images
                ? after(node, before.stream().map(Optional::orElseThrow).toList())
                : Optional.empty());
      }
      return true;
    } catch (RuntimeException misfit) { // as DL4J's own rules of shapes throw as well
      return false;
    }
  }

  /** What a node makes of images; nothing if it is no image any more. */
  private static Optional<InputType> after(NetworkNode node, List<InputType> images) {
    InputType type = images.get(0);
    if (node instanceof NetworkNode.OfLayer one) {
      InputPreProcessor reshape = one.reshape().orElse(null);
      if (reshape instanceof CnnToFeedForwardPreProcessor flatten) {
        require(
            type.equals(
                InputType.convolutional(
                    flatten.getInputHeight(), flatten.getInputWidth(), flatten.getNumChannels())),
            "flattens images of another size");
        return Optional.empty();
      }
      Layer layer = one.layer().conf().getLayer();
      require(
          !(layer instanceof ConvolutionLayer convolution)
              || convolution.getNIn() == ((InputType.InputTypeConvolutional) type).getChannels(),
          "takes images of other channels");
      type = layer.getOutputType(0, type);
    } else {
      type =
          ((NetworkNode.OfVertex) node)
              .configuration()
              .getOutputType(0, images.toArray(InputType[]::new));
    }
    return Optional.of(type).filter(InputType.InputTypeConvolutional.class::isInstance);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
