package io.espalier.executor.models;

import io.espalier.wire.InputShape;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
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
    if (!Networks.takesImages(network)) {
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

  private static long firstSize(MultiLayerConfiguration configuration) {
    for (int i = 0; ; i++) {
      if (configuration.getConf(i).getLayer() instanceof FeedForwardLayer layer
          && layer.getNIn() > 0) {
        return layer.getNIn();
      }
    }
  }

  /** Follows the image through the layers to where it is flattened. */
  private static boolean flows(MultiLayerConfiguration configuration, InputShape.Image image) {
    InputType type = InputType.convolutional(image.height(), image.width(), image.channels());
    for (int i = 0; ; i++) {
      InputPreProcessor reshape = configuration.getInputPreProcess(i);
      if (reshape instanceof CnnToFeedForwardPreProcessor flatten) {
        return type.equals(
            InputType.convolutional(
                flatten.getInputHeight(), flatten.getInputWidth(), flatten.getNumChannels()));
      }
      Layer layer = configuration.getConf(i).getLayer();
      long channels = ((InputType.InputTypeConvolutional) type).getChannels();
      if (layer instanceof ConvolutionLayer convolution && convolution.getNIn() != channels) {
        return false;
      }
      try {
        type = layer.getOutputType(i, type);
      } catch (RuntimeException tooSmall) {
        return false;
      }
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
