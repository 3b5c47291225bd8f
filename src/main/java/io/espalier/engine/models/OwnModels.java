package io.espalier.engine.models;

import io.espalier.ModelFactory;
import io.espalier.ModelFactory.Request;
import io.espalier.model.ImpossibleModelException;
import io.espalier.wire.ClassSpec;
import io.espalier.wire.InputShape;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.OwnClass;
import io.espalier.wire.Task;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;

/**
 * Networks that classes of the user's own describe, held to what the engine needs of them. Whatever
 * is wrong is an {@link ImpossibleModelException} of one line that begins with the class's name.
 */
public final class OwnModels {
  private final ModelSpec model;
  private final ClassSpec own;
  private final InputShape input;
  private final int outputs;
  private final Task task;

  /**
   * A model of kind class.
   *
   * @param outputs classes, or numbers to predict
   */
  OwnModels(ModelSpec model, InputShape input, int outputs, Task task) {
    this.model = model;
    this.own = model.own().get(0);
    this.input = input;
    this.outputs = outputs;
    this.task = task;
  }

  /**
   * Whether a model is of the user's own and a graph of vertices.
   *
   * @throws ImpossibleModelException if its class cannot be had
   */
  public static boolean isGraph(ModelSpec model) {
    return model.kind() == ModelSpec.Kind.CLASS
        && factory(model.own().get(0)) instanceof ModelFactory.Graph;
  }

  /** The stack of layers that the class describes. */
  MultiLayerConfiguration layers() {
    MultiLayerConfiguration network = described(MultiLayerConfiguration.class);
    List<NeuralNetConfiguration> all = network.getConfs();
    requireOutput(all.get(all.size() - 1).getLayer());
    requireKept(network.toJson());
    return network;
  }

  /** The graph of vertices that the class describes. */
  ComputationGraphConfiguration graph() {
    ComputationGraphConfiguration network = described(ComputationGraphConfiguration.class);
    List<String> inputs = network.getNetworkInputs();
    List<String> ends = network.getNetworkOutputs();
    if (inputs.size() != 1 || ends.size() != 1) {
      throw impossible(
          "has the inputs " + inputs + " and outputs " + ends + "; one of each is accepted");
    }
    for (String name : network.getVertices().keySet()) {
      boolean taken =
          network.getVertexInputs().values().stream().anyMatch(taking -> taking.contains(name));
      if (taken == ends.contains(name)) {
        throw impossible(
            "has the vertex " + name + ", which " + (taken ? "is no end" : "leads nowhere"));
      }
    }
    if (!(network.getVertices().get(ends.get(0)) instanceof LayerVertex last)) {
      throw impossible("does not end in a layer; end it in request.outputLayer()");
    }
    requireOutput(last.getLayerConf().getLayer());
    requireKept(network.toJson());
    return network;
  }

  /** What DL4J infers of the network, or why it cannot. */
  <T> T inferred(Supplier<T> inference) {
    try {
      return inference.get();
    } catch (ImpossibleModelException known) {
      throw known;
    } catch (RuntimeException misfit) {
      throw impossible(own, "does not fit the data: ", misfit);
    }
  }

  private <C> C described(Class<C> type) {
    if (input instanceof InputShape.Graph) {
      throw impossible("takes no graphs: a model of kind class takes vectors and images");
    }
    if (input instanceof InputShape.Sequence) {
      throw impossible("takes no sequences: a model of kind class takes vectors and images");
    }
    Request request =
        new Request(
            own.settings(), input, outputs, task, Networks.outputLayer(model.loss(), outputs));
    Object network = network(factory(own), request);
    request
        .unasked()
        .ifPresent(
            why -> {
              throw impossible(why);
            });
    if (!type.isInstance(network)) {
      throw impossible("describes no network");
    }
    return type.cast(network);
  }

  private Object network(ModelFactory factory, Request request) {
    try {
      return factory instanceof ModelFactory.Graph graph
          ? graph.network(request)
          : ((ModelFactory.Layers) factory).network(request);
    } catch (RuntimeException | LinkageError refused) {
      throw impossible(own, "", refused);
    }
  }

  private static ModelFactory factory(ClassSpec own) {
    try {
      return new OwnClass<>(own.type(), ModelFactory.class).instance();
    } catch (IllegalArgumentException refused) {
      throw new ImpossibleModelException(String.valueOf(refused.getMessage()));
    }
  }

  private void requireOutput(Layer layer) {
    OutputLayer wanted = Networks.outputLayer(model.loss(), outputs);
    boolean same =
        layer instanceof OutputLayer output
            && output.getNOut() == outputs
            && output.hasBias()
            && output.getLossFn().equals(wanted.getLossFn())
            && output.getActivationFn().equals(wanted.getActivationFn());
    if (!same) {
      throw impossible(
          "does not end in request.outputLayer(), a layer of "
              + outputs
              + " outputs with "
              + wanted.getLossFn()
              + ", but in "
              + layer.getClass().getSimpleName());
    }
  }

  private void requireKept(String json) {
    ModelZip.unknownClass(json)
        .ifPresent(
            type -> {
              throw impossible("has the part " + type + ", which no model file keeps");
            });
  }

  private ImpossibleModelException impossible(String why) {
    return impossible(own, why);
  }

  private static ImpossibleModelException impossible(ClassSpec own, String what, Throwable cause) {
    return impossible(own, what + OwnClass.firstLine(cause));
  }

  private static ImpossibleModelException impossible(ClassSpec own, String why) {
    return new ImpossibleModelException(own.type() + ": " + why);
  }
}
