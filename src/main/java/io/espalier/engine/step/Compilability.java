package io.espalier.engine.step;

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
    Optional<String> backend = backendObjection();
    if (backend.isPresent()) {
      return backend;
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

  /** Why nothing can be compiled in this process; nothing if something can. */
  public static Optional<String> backendObjection() {
    return backendObjection(Nd4j.getBackend().getClass().getSimpleName());
  }

  /** The same of a process with a backend of this simple name. */
  public static Optional<String> backendObjection(String backend) {
    return backend.equals("CpuBackend")
        ? Optional.empty()
        : Optional.of("compiled steps are made for the CPU, and the backend is " + backend);
  }

  /** Whether a layer has a recorded stage, so that all of its settings are known. */
  public static boolean isRecorded(Layer layer) {
    return Stages.of(layer).isPresent();
  }

  private static Optional<String> objection(MultiLayerNetwork network, int index) {
    Layer layer = network.getLayer(index);
    String name =
        "layer " + (index + 1) + " (" + layer.conf().getLayer().getClass().getSimpleName() + ")";
    InputPreProcessor reshape = network.getLayerWiseConfigurations().getInputPreProcess(index);
    if (reshape != null && !(reshape instanceof CnnToFeedForwardPreProcessor)) {
      return Optional.of(name + " reshapes its inputs by " + reshape.getClass().getSimpleName());
    }
    return isRecorded(layer)
        ? Optional.empty()
        : Optional.of(name + " has no compiled form with its settings");
  }
}
