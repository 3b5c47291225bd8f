package io.espalier.executor.compiled;

import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Says what can be compiled. */
public final class Compilability {
  private Compilability() {}

  /**
   * Why a network trains layer by layer instead of by a compiled step, in one line naming the layer
   * (counted from 1); nothing if it can be compiled.
   */
  public static Optional<String> objection(MultiLayerNetwork network) {
    if (!Nd4j.getBackend().getClass().getName().contains("Cpu")) {
      return Optional.of("the backend is not the CPU's");
    }
    DataType type = network.params().dataType();
    if (type != DataType.FLOAT && type != DataType.DOUBLE) {
      return Optional.of("its numbers are " + type + ", not FLOAT or DOUBLE");
    }
    Layer[] layers = network.getLayers();
    for (int i = 0; i < layers.length; i++) {
      Optional<String> objection = objection(network, i);
      if (objection.isPresent()) {
        return objection;
      }
    }
    return layers[layers.length - 1].conf().getLayer() instanceof OutputLayer
        ? FlatUpdate.objection(network.numParams(), layers)
        : Optional.of("its last layer is not an output layer");
  }

  private static Optional<String> objection(MultiLayerNetwork network, int index) {
    Layer layer = network.getLayer(index);
    String name =
        "layer " + (index + 1) + " (" + layer.conf().getLayer().getClass().getSimpleName() + ")";
    InputPreProcessor reshape = network.getLayerWiseConfigurations().getInputPreProcess(index);
    if (reshape != null && !(reshape instanceof CnnToFeedForwardPreProcessor)) {
      return Optional.of(name + " reshapes its inputs by " + reshape.getClass().getSimpleName());
    }
    return Stages.of(layer).isPresent()
        ? Optional.empty()
        : Optional.of(name + " has no compiled form with its settings");
  }
}
