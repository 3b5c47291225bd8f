package io.espalier.engine.trial;

import io.espalier.wire.InputShape;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Applies a trained network to new inputs; neither its weights nor its statistics change. Not
 * thread-safe.
 */
public sealed interface Predictor extends AutoCloseable permits StackPredictor, VertexPredictor {
  /** Predicts with a network of layers, or with a graph of vertices of the user's own. */
  static Predictor of(Model network) {
    return network instanceof MultiLayerNetwork layers
        ? new StackPredictor(layers)
        : new VertexPredictor((ComputationGraph) network);
  }

  /** How many examples of a size are best predicted at once: a power of two. */
  static int batchSize(int exampleSize) {
    int fitting = Math.max(1, Math.min(MOST_EXAMPLES, MOST_NUMBERS / exampleSize));
    return Integer.highestOneBit(fitting);
  }

  /** Examples of a batch at most. */
  int MOST_EXAMPLES = 1024;

  /** Most numbers in a batch's inputs, 1 MB: convolutions make many times as many of them. */
  int MOST_NUMBERS = 1 << 18;

  /**
   * The outputs of every example: probabilities of the classes, or predicted numbers.
   *
   * @param inputs normalised, example by example
   * @throws IllegalArgumentException if they do not fit the network
   */
  float[][] predict(float[] inputs, int examples, InputShape shape);

  /** Frees everything, the network too. */
  @Override
  void close();
}
