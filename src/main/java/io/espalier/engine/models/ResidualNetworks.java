package io.espalier.engine.models;

import io.espalier.engine.step.ActivationForms;
import io.espalier.engine.step.LayerForms;
import io.espalier.engine.step.UpdaterForms;
import io.espalier.model.LayerShapes;
import io.espalier.model.ResidualBlock;
import io.espalier.wire.Activation;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Builds networks with residual blocks as DL4J graphs of vertices. Layer l is the vertex {@code l},
 * counted from 0; of a block that is what comes out of it, and what is inside begins with {@code
 * l.}: {@code l.0}, {@code l.1} …, {@code l.shortcut.0} … and {@code l.sum}.
 */
public final class ResidualNetworks {
  /** What the network's input is called; no other network of ours has such a one. */
  private static final String INPUT = "examples";

  private final TrainingSpec training;
  private final GraphBuilder graph;

  private ResidualNetworks(TrainingSpec training, GraphBuilder graph) {
    this.training = training;
    this.graph = graph;
  }

  /** A new network whose weights start from the seed. */
  static ComputationGraph create(
      ModelSpec model,
      TrainingSpec training,
      InputShape input,
      int outputs,
      Task task,
      long weightSeed,
      DataType precision) {
    Networks.checkTask(model, task);
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(weightSeed)
            .dataType(precision)
            .updater(UpdaterForms.of(training.updater()))
            .weightInit(WeightStart.scheme(model.weightInit()))
            .graphBuilder()
            .addInputs(INPUT)
            .setInputTypes(Networks.inputType(model.kind(), input));
    new ResidualNetworks(training, graph).build(model, input, outputs);
    ComputationGraph network = new ComputationGraph(graph.build());
    network.init();
    WeightStart.fill(network.getLayers(), model.weightInit(), weightSeed);
    Updaters.start(network);
    return network;
  }

  private void build(ModelSpec model, InputShape input, int outputs) {
    List<LayerShapes.Layer> shapes = LayerShapes.of(model, input, outputs).layers();
    boolean images = model.kind() == ModelSpec.Kind.CNN;
    InputShape shape = images ? input : new InputShape.Flat(input.size());
    String last = INPUT;
    for (int i = 0; i < model.layers().size(); i++) {
      last = add(Integer.toString(i), model.layers().get(i), shape, last);
      shape = shapes.get(i).output();
    }
    String output = Integer.toString(model.layers().size());
    add(output, Networks.outputLayer(model.loss(), outputs), last);
    graph.setOutputs(output);
  }

  /** Adds a layer or a block, and returns its name. */
  private String add(String name, LayerSpec spec, InputShape input, String below) {
    return spec instanceof LayerSpec.Residual block
        ? block(name, block, ResidualBlock.of(block, input), input, below)
        : add(name, LayerForms.of(spec), below);
  }

  private String add(String name, Layer layer, String below) {
    graph.addLayer(name, Updaters.penalised(layer, training, 0), below);
    return name;
  }

  private String block(
      String name, LayerSpec.Residual block, ResidualBlock made, InputShape input, String below) {
    String inner = below;
    InputShape shape = input;
    for (int i = 0; i < block.layers().size(); i++) {
      inner = add(name + "." + i, block.layers().get(i), shape, inner);
      shape = made.layers().get(i).output();
    }
    String shortcut = below;
    for (int i = 0; i < made.shortcut().size(); i++) {
      Layer layer = LayerForms.of(made.shortcut().get(i));
      shortcut = add(name + ".shortcut." + i, layer, shortcut);
    }
    boolean linear = block.activation() == Activation.IDENTITY;
    String sum = linear ? name : name + ".sum";
    graph.addVertex(sum, new ElementWiseVertex(ElementWiseVertex.Op.Add), shortcut, inner);
    return linear
        ? name
        : add(
            name,
            new ActivationLayer.Builder()
                .activation(ActivationForms.of(block.activation()))
                .build(),
            sum);
  }

  /**
   * The vertices that are a graph's layers, in order: all of them, but of a network built here none
   * that is inside a block.
   */
  public static List<String> layers(ComputationGraph network) {
    boolean ours = network.getConfiguration().getNetworkInputs().equals(List.of(INPUT));
    return network.getConfiguration().getVertices().keySet().stream()
        .filter(name -> !ours || !name.contains("."))
        .toList();
  }
}
