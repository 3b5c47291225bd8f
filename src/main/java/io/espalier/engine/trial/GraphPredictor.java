package io.espalier.engine.trial;

import io.espalier.data.Graphs;
import io.espalier.engine.models.GraphInputArrays;
import io.espalier.engine.models.InputFit;
import io.espalier.wire.InputShape;
import io.espalier.wire.InputShape.Graph.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Applies a trained network over graphs to new graphs. */
public final class GraphPredictor {
  /** A batch of graphs has at most so many nodes, unless a single graph has more; at least one. */
  private static final int NODES_PER_BATCH = 8192;

  private final ComputationGraph network;

  /** Predicts with a network; its weights do not change. */
  public GraphPredictor(ComputationGraph network) {
    this.network = network;
  }

  /**
   * The outputs of every example, a graph or a node: probabilities of the classes, or predicted
   * numbers.
   *
   * @param nodes numbers of all nodes, normalised, node by node
   */
  public float[][] predict(float[] nodes, Graphs graphs, InputShape.Graph shape) {
    if ((long) graphs.nodes() * shape.features() != nodes.length) {
      throw new IllegalArgumentException(
          nodes.length + " numbers are not " + graphs.nodes() + " nodes of " + shape.features());
    }
    InputFit.check(network, shape);
    if (graphs.nodes() == 0) {
      return predictWithoutNodes(graphs.count(), shape);
    }
    List<float[]> predictions = new ArrayList<>();
    for (int from = 0, to; from < graphs.count(); from = to) {
      to = shape.example() == Example.NODE ? graphs.count() : batchEnd(graphs, from);
      INDArray[] inputs =
          GraphInputArrays.of(nodes, graphs, from, to, shape, network.params().dataType());
      Collections.addAll(predictions, network.outputSingle(inputs).toFloatMatrix());
    }
    return predictions.toArray(float[][]::new);
  }

  private static int batchEnd(Graphs graphs, int from) {
    int[] firstNode = graphs.firstNode();
    int to = from + 1;
    while (to < graphs.count()
        && (firstNode[to] == firstNode[from]
            || firstNode[to + 1] - firstNode[from] <= NODES_PER_BATCH)) {
      to++;
    }
    return to;
  }

  /** Deeplearning4j multiplies no empty matrices, so a lone node of zeros joins the graphs. */
  private float[][] predictWithoutNodes(int graphs, InputShape.Graph shape) {
    int[] firstNode = new int[graphs + 2];
    firstNode[graphs + 1] = 1;
    Graphs joined = new Graphs(firstNode, new int[] {0, 0}, new int[0]);
    return Arrays.copyOf(predict(new float[shape.features()], joined, shape), graphs);
  }
}
