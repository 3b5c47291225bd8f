package io.espalier.engine.models;

import io.espalier.engine.layers.Propagation;
import io.espalier.engine.layers.ReadOut;
import io.espalier.engine.step.LayerForms;
import io.espalier.engine.step.UpdaterForms;
import io.espalier.wire.Activation;
import io.espalier.wire.GraphSpec.Output;
import io.espalier.wire.InputShape;
import io.espalier.wire.InputShape.Graph.Example;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Builds DL4J graphs of vertices for models of kind {@code gcn}. Their inputs are {@link #NODES}
 * {@code [nodes, features]}, {@link #EDGES} {@code [2, edges]} of integers (see {@link
 * Propagation}) and, if examples are graphs, {@link #GRAPHS} {@code [nodes]} (see {@link ReadOut},
 * also for graphs without nodes). Layer i is the vertex named {@code i}, the output layer bears the
 * number of hidden layers; a graph convolution is a dense layer {@code i} behind a vertex {@code
 * i-propagation}. Where graphs are read out last, a loss layer without parameters follows.
 *
 * <p>DL4J would divide gradients by the rows of the first input, that is by nodes, whatever the
 * examples are. So these networks divide by nothing: {@code ComputationGraph.fit} follows the sum
 * of the examples' losses (those that are not masked) plus the penalties.
 */
public final class GraphNetworks {
  public static final String NODES = "nodes";
  public static final String EDGES = "edges";
  public static final String GRAPHS = "graphs";
  public static final String READ_OUT = "read-out";
  public static final String LOSS = "loss";
  private static final String PROPAGATION = "-propagation";

  static {
    FastPaths.allow();
  }

  private final ModelSpec model;
  private final TrainingSpec training;
  private final GraphBuilder graph;
  private boolean onNodesOfGraphs;
  private String last = NODES;

  private GraphNetworks(
      ModelSpec model, TrainingSpec training, Example example, GraphBuilder graph) {
    this.model = model;
    this.training = training;
    this.graph = graph;
    onNodesOfGraphs = example == Example.GRAPH;
  }

  /**
   * A new network whose weights start from the seed: layer l draws what it would draw in a network
   * of layers.
   *
   * @param outputs classes, or numbers to predict
   * @throws IllegalArgumentException if the model and the task do not fit each other
   */
  public static ComputationGraph create(
      ModelSpec model,
      TrainingSpec training,
      InputShape.Graph input,
      int outputs,
      Task task,
      long weightSeed,
      DataType precision) {
    if (model.kind() != ModelSpec.Kind.GCN) {
      throw Networks.noGraphs(model.kind());
    }
    Networks.checkTask(model, task);
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(weightSeed)
            .dataType(precision)
            .updater(UpdaterForms.of(training.updater()))
            .weightInit(WeightStart.scheme(model.weightInit()))
            .miniBatch(false)
            .graphBuilder();
    new GraphNetworks(model, training, input.example(), graph).build(input, outputs);
    ComputationGraph network = new ComputationGraph(graph.build());
    network.init();
    WeightStart.fill(layers(network, model.layers().size()), model.weightInit(), weightSeed);
    Updaters.start(network);
    return network;
  }

  private static Layer[] layers(ComputationGraph network, int hidden) {
    return IntStream.rangeClosed(0, hidden)
        .mapToObj(i -> network.getLayer(Integer.toString(i)))
        .toArray(Layer[]::new);
  }

  private void build(InputShape.Graph input, int outputs) {
    graph.addInputs(NODES, EDGES);
    InputType nodes = InputType.feedForward(input.features());
    InputType edges = InputType.feedForward(2);
    if (input.example() == Example.GRAPH) {
      graph.addInputs(GRAPHS);
      graph.setInputTypes(nodes, edges, InputType.feedForward(1));
    } else {
      graph.setInputTypes(nodes, edges);
    }
    int hidden = model.layers().size();
    for (int i = 0; i < hidden; i++) {
      hidden(Integer.toString(i), model.layers().get(i));
    }
    if (model.graph().output() instanceof Output.GraphOutput convolution) {
      output(Integer.toString(hidden), convolution, outputs);
    } else {
      readOut();
      add(Integer.toString(hidden), Networks.outputLayer(model.loss(), outputs), 0);
    }
    graph.setOutputs(last);
  }

  private void hidden(String name, LayerSpec layer) {
    double l2 = 0;
    if (layer instanceof LayerSpec.GraphConv convolution) {
      propagate(name);
      l2 = convolution.l2();
    } else if (layer instanceof LayerSpec.Dense) {
      readOut();
    }
    add(name, LayerForms.of(layer), l2);
  }

  private void output(String name, Output.GraphOutput convolution, int outputs) {
    propagate(name);
    if (convolution.activation() == Activation.IDENTITY && !onNodesOfGraphs) {
      add(name, Networks.outputLayer(model.loss(), outputs), convolution.l2());
    } else {
      add(name, LayerForms.dense(outputs, convolution.activation()), convolution.l2());
      readOut();
      add(LOSS, Networks.lossLayer(model.loss(), outputs), 0);
    }
  }

  private void propagate(String layer) {
    vertex(layer + PROPAGATION, new Propagation(model.graph().propagation()), EDGES);
  }

  /** Turns nodes into graphs, once, if examples are graphs. */
  private void readOut() {
    if (onNodesOfGraphs) {
      vertex(READ_OUT, new ReadOut(model.graph().readOut()), GRAPHS);
      onNodesOfGraphs = false;
    }
  }

  private void vertex(String name, GraphVertex vertex, String integers) {
    graph.addVertex(name, vertex, last, integers);
    last = name;
  }

  private void add(String name, org.deeplearning4j.nn.conf.layers.Layer layer, double l2) {
    graph.addLayer(name, Updaters.penalised(layer, training, l2), last);
    last = name;
  }
}
