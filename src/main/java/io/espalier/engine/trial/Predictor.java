package io.espalier.engine.trial;

import io.espalier.engine.models.ModelFiles;
import io.espalier.engine.models.OwnTrainable;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.InputShape;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.deeplearning4j.nn.api.Model;

/**
 * Applies a trained network to new inputs; neither its weights nor its statistics change. Not
 * thread-safe.
 */
public sealed interface Predictor extends AutoCloseable permits NetworkPredictor, OwnPredictor {
  /**
   * Predicts with a saved model over vectors or images, whatever it is.
   *
   * @param zip what its file holds
   * @param name what messages call it
   * @throws IOException if it is not a model zip of ours, in one line
   * @throws IllegalArgumentException if it holds a network over graphs
   */
  static Predictor read(InputStream zip, String name) throws IOException {
    BufferedInputStream begun = new BufferedInputStream(zip);
    return OwnTrainable.isNext(begun)
        ? OwnPredictor.read(begun, name)
        : of(ModelFiles.toPredict(begun, name));
  }

  /** The same from a file. */
  static Predictor read(CheckpointRef source) throws IOException {
    try (InputStream zip = ModelFiles.open(source)) {
      return read(zip, source.uri());
    }
  }

  /** Predicts with a network of layers or of vertices, which is freed with the predictor. */
  static Predictor of(Model network) {
    return new NetworkPredictor(network);
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
