package io.espalier.engine.graphs;

import io.espalier.data.Graphs;
import io.espalier.data.PreparedData;
import io.espalier.wire.InputShape;
import io.espalier.wire.InputShape.Graph.Example;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.ModelSpec;

/**
 * Makes batches of a data set: the graphs that are the examples, or always the whole graph whose
 * nodes are the examples.
 */
public final class GraphBatches {
  private final Graphs graphs;
  private final SparseRows propagation;
  private final NodeFeatures features;
  private final GraphBatch batch;
  private final boolean nodeExamples;
  private long nanos;

  /**
   * Reads the data, in the form that suits the model.
   *
   * @throws IllegalArgumentException if the data are not graphs
   */
  public GraphBatches(PreparedData data, ModelSpec model) {
    long start = System.nanoTime();
    if (!(data.dataset().shape() instanceof InputShape.Graph shape)) {
      throw new IllegalArgumentException(
          "a model of kind gcn needs graphs, but an example is of shape " + data.dataset().shape());
    }
    nodeExamples = shape.example() == Example.NODE;
    graphs = data.dataset().graphs();
    propagation = PropagationMatrix.of(graphs, model.graph().propagation());
    features = NodeFeatures.of(data, propagation, dropsInputs(model));
    batch = nodeExamples ? GraphBatch.whole(propagation, features) : new GraphBatch();
    nanos = System.nanoTime() - start;
  }

  private static boolean dropsInputs(ModelSpec model) {
    for (LayerSpec layer : model.layers()) {
      if (!(layer instanceof LayerSpec.Dropout dropout)) {
        return false;
      } else if (dropout.rate() > 0) {
        return true;
      }
    }
    return false;
  }

  /** The batch that holds these examples, valid until the next call. */
  public GraphBatch batch(int[] rows, int from, int examples) {
    if (nodeExamples) {
      return batch;
    }
    long start = System.nanoTime();
    int nodes = 0;
    for (int i = from; i < from + examples; i++) {
      nodes += graphs.firstNode()[rows[i] + 1] - graphs.firstNode()[rows[i]];
    }
    int columns = features instanceof NodeFeatures.Dense dense ? dense.numbers().columns() : 0;
    batch.start(examples, nodes, columns);
    for (int i = from; i < from + examples; i++) {
      int first = graphs.firstNode()[rows[i]];
      batch.append(propagation, features, first, graphs.firstNode()[rows[i] + 1]);
    }
    nanos += System.nanoTime() - start;
    return batch;
  }

  /** How many of the examples from {@code from} on make a batch of at most so many nodes; ≥ 1. */
  public int fitting(int[] rows, int from, int maximumNodes) {
    if (nodeExamples) {
      return rows.length - from;
    }
    int end = from;
    int nodes = 0;
    while (end < rows.length) {
      nodes += graphs.firstNode()[rows[end] + 1] - graphs.firstNode()[rows[end]];
      if (nodes > maximumNodes && end > from) {
        break;
      }
      end++;
    }
    return end - from;
  }

  /** The row of a batch's outputs that belongs to its i-th example, which is {@code row}. */
  public int outputRow(int i, int row) {
    return nodeExamples ? row : i;
  }

  /** Whether an example is a node. */
  boolean nodeExamples() {
    return nodeExamples;
  }

  NodeFeatures features() {
    return features;
  }

  /** Seconds spent here since the beginning. */
  public double seconds() {
    return nanos / 1e9;
  }
}
