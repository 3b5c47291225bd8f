package io.espalier.engine.graphs;

import io.espalier.wire.GraphSpec.ReadOut;
import java.util.Arrays;

/**
 * Mean, sum or maximum over each graph's nodes, {@code [nodes, features] -> [graphs, features]}; 0
 * for a graph without nodes. Of equal maxima the first has the gradient.
 */
final class ReadOutStage implements GraphStage {
  private final ReadOut kind;
  private final Matrix outputs = new Matrix();
  private final Matrix inputDelta = new Matrix();
  private int[] largest = {};

  ReadOutStage(ReadOut kind) {
    this.kind = kind;
  }

  @Override
  public Matrix forward(Matrix inputs, GraphBatch batch, boolean training) {
    outputs.resize(batch.graphs(), inputs.columns());
    if (kind == ReadOut.MAX) {
      maxima(inputs, batch);
    } else {
      sums(inputs, batch);
    }
    return outputs;
  }

  private void sums(Matrix inputs, GraphBatch batch) {
    int width = inputs.columns();
    float[] from = inputs.numbers();
    float[] to = outputs.numbers();
    Arrays.fill(to, 0, outputs.length(), 0);
    for (int graph = 0; graph < batch.graphs(); graph++) {
      float factor = factor(batch, graph);
      for (int node = batch.firstNode(graph); node < batch.firstNode(graph + 1); node++) {
        for (int j = 0; j < width; j++) {
          to[graph * width + j] += factor * from[node * width + j];
        }
      }
    }
  }

  private float factor(GraphBatch batch, int graph) {
    return kind == ReadOut.SUM ? 1 : 1f / (batch.firstNode(graph + 1) - batch.firstNode(graph));
  }

  private void maxima(Matrix inputs, GraphBatch batch) {
    int width = inputs.columns();
    float[] from = inputs.numbers();
    if (largest.length < outputs.length()) {
      largest = new int[outputs.length()];
    }
    for (int graph = 0; graph < batch.graphs(); graph++) {
      int first = batch.firstNode(graph);
      int end = batch.firstNode(graph + 1);
      for (int j = 0; j < width; j++) {
        int best = first * width + j;
        for (int at = best + width; at < end * width; at += width) {
          if (from[at] > from[best]) {
            best = at;
          }
        }
        largest[graph * width + j] = best;
        outputs.numbers()[graph * width + j] = first == end ? 0 : from[best];
      }
    }
  }

  @Override
  public Matrix backward(Matrix delta, GraphBatch batch, boolean below) {
    int width = delta.columns();
    inputDelta.resize(batch.nodes(), width);
    if (kind == ReadOut.MAX) {
      Arrays.fill(inputDelta.numbers(), 0, inputDelta.length(), 0);
    }
    for (int graph = 0; graph < batch.graphs(); graph++) {
      if (batch.firstNode(graph) < batch.firstNode(graph + 1)) {
        spread(delta.numbers(), graph, width, batch);
      }
    }
    return inputDelta;
  }

  private void spread(float[] delta, int graph, int width, GraphBatch batch) {
    float[] to = inputDelta.numbers();
    if (kind == ReadOut.MAX) {
      for (int at = graph * width; at < (graph + 1) * width; at++) {
        to[largest[at]] = delta[at];
      }
      return;
    }
    float factor = factor(batch, graph);
    for (int node = batch.firstNode(graph); node < batch.firstNode(graph + 1); node++) {
      for (int j = 0; j < width; j++) {
        to[node * width + j] = factor * delta[graph * width + j];
      }
    }
  }
}
