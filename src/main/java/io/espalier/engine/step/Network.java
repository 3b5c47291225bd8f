package io.espalier.engine.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network of Deeplearning4j as nodes in an order in which each comes after those whose outputs it
 * takes, and the output layer last. In a stack of layers each takes the one before it.
 */
public sealed interface Network {
  /** Sees a network in this way; it is the same network. */
  static Network of(Model network) {
    return network instanceof ComputationGraph graph
        ? new Vertices(graph)
        : new Stack((MultiLayerNetwork) network);
  }

  /** The network. */
  Model model();

  /** Its layers, as Deeplearning4j counts them. */
  Layer[] layers();

  /**
   * Its nodes.
   *
   * @throws IllegalArgumentException if it has several inputs or outputs, or nodes that lead
   *     nowhere
   */
  List<NetworkNode> nodes();

  /** The updater with its state, which is made if there is none yet. */
  BaseMultiLayerUpdater<?> updater();

  /** The gradients of all parameters, flat; made if there are none yet. */
  INDArray gradients();

  /** Has layers write their gradients into an array from now on, flat as {@link #gradients}. */
  void collectGradients(INDArray flat);

  /** Whether a step descends the mean of its examples' losses, as is usual, or else their sum. */
  boolean descendsMean();

  /** Steps taken so far. */
  int iterations();

  /** Sets the steps taken so far. */
  void iterations(int count);

  /** Epochs trained so far. */
  int epochs();

  /** Sets the epochs trained so far. */
  void epochs(int count);

  /** Tells Deeplearning4j's layers and vertices of a batch that is about to pass. */
  void meets(INDArray inputs);

  /** A stack of layers. */
  record Stack(MultiLayerNetwork model) implements Network {
    @Override
    public Layer[] layers() {
      return model.getLayers();
    }

    @Override
    public List<NetworkNode> nodes() {
      List<NetworkNode> nodes = new ArrayList<>();
      for (int i = 0; i < model.getnLayers(); i++) {
        Layer layer = model.getLayer(i);
        nodes.add(
            new NetworkNode.OfLayer(
                Integer.toString(i),
                List.of(i == 0 ? NetworkNode.INPUTS : i - 1),
                "layer " + (i + 1) + kind(layer),
                layer,
                Optional.ofNullable(model.getLayerWiseConfigurations().getInputPreProcess(i))));
      }
      return nodes;
    }

    @Override
    public BaseMultiLayerUpdater<?> updater() {
      return (BaseMultiLayerUpdater<?>) model.getUpdater();
    }

    @Override
    public INDArray gradients() {
      if (model.getFlattenedGradients() == null) {
        model.initGradientsView();
      }
      return model.getFlattenedGradients();
    }

    @Override
    public void collectGradients(INDArray flat) {
      model.setBackpropGradientsViewArray(flat);
    }

    @Override
    public boolean descendsMean() {
      return model.getLayerWiseConfigurations().getConf(0).isMiniBatch();
    }

    @Override
    public int iterations() {
      return model.getIterationCount();
    }

    @Override
    public void iterations(int count) {
      model.setIterationCount(count);
    }

    @Override
    public int epochs() {
      return model.getEpochCount();
    }

    @Override
    public void epochs(int count) {
      model.setEpochCount(count);
    }

    @Override
    public void meets(INDArray inputs) {
      model.setInputMiniBatchSize((int) inputs.size(0));
    }
  }

  /** A graph of vertices. */
  record Vertices(ComputationGraph model) implements Network {
    @Override
    public Layer[] layers() {
      return model.getLayers();
    }

    @Override
    public List<NetworkNode> nodes() {
      List<NetworkNode> nodes = new ArrayList<>();
      Map<Integer, Integer> places = new TreeMap<>();
      for (int index : model.topologicalSortOrder()) {
        GraphVertex vertex = model.getVertices()[index];
        places.put(index, vertex.isInputVertex() ? NetworkNode.INPUTS : nodes.size());
        if (!vertex.isInputVertex()) {
          nodes.add(node(vertex, places));
        }
      }
      requireOneWay(nodes);
      return nodes;
    }

    private NetworkNode node(GraphVertex vertex, Map<Integer, Integer> places) {
      List<Integer> takes = new ArrayList<>();
      Arrays.stream(vertex.getInputVertices())
          .forEach(taken -> takes.add(places.get(taken.getVertexIndex())));
      String name = vertex.getVertexName();
      return vertex instanceof LayerVertex layer
          ? new NetworkNode.OfLayer(
              name,
              List.copyOf(takes),
              "layer " + name + kind(layer.getLayer()),
              layer.getLayer(),
              Optional.ofNullable(layer.getLayerPreProcessor()))
          : new NetworkNode.OfVertex(
              name,
              List.copyOf(takes),
              vertex,
              Objects.requireNonNull(model.getConfiguration().getVertices().get(name)));
    }

    /** The output layer is the only node that no other takes, so it is the last. */
    private void requireOneWay(List<NetworkNode> nodes) {
      List<String> inputs = model.getConfiguration().getNetworkInputs();
      List<String> outputs = model.getConfiguration().getNetworkOutputs();
      List<String> ends = new ArrayList<>();
      for (int i = 0; i < nodes.size(); i++) {
        int index = i;
        if (nodes.stream().noneMatch(node -> node.takes().contains(index))) {
          ends.add(nodes.get(i).name());
        }
      }
      if (inputs.size() != 1 || !ends.equals(outputs)) {
        throw new IllegalArgumentException(
            "the network has the inputs "
                + inputs
                + ", the outputs "
                + outputs
                + " and ends in "
                + ends
                + "; one input and one output, in which it ends, are accepted");
      }
    }

    @Override
    public BaseMultiLayerUpdater<?> updater() {
      return model.getUpdater();
    }

    @Override
    public INDArray gradients() {
      if (model.getFlattenedGradients() == null) {
        model.initGradientsView();
      }
      return model.getFlattenedGradients();
    }

    @Override
    public void collectGradients(INDArray flat) {
      model.setBackpropGradientsViewArray(flat);
    }

    @Override
    public boolean descendsMean() {
      return model.getConfiguration().getDefaultConfiguration().isMiniBatch();
    }

    @Override
    public int iterations() {
      return model.getConfiguration().getIterationCount();
    }

    @Override
    public void iterations(int count) {
      model.getConfiguration().setIterationCount(count);
    }

    @Override
    public int epochs() {
      return model.getConfiguration().getEpochCount();
    }

    @Override
    public void epochs(int count) {
      model.getConfiguration().setEpochCount(count);
    }

    @Override
    public void meets(INDArray inputs) {
      model.setInputs(inputs);
      for (Layer layer : model.getLayers()) {
        layer.setInputMiniBatchSize((int) inputs.size(0));
      }
    }
  }

  private static String kind(Layer layer) {
    return " (" + layer.conf().getLayer().getClass().getSimpleName() + ")";
  }
}
