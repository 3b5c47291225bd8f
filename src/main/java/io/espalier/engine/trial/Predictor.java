package io.espalier.engine.trial;

import io.espalier.engine.models.InputFit;
import io.espalier.engine.models.Networks;
import io.espalier.wire.InputShape;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Applies a trained network to new inputs. */
public final class Predictor {
  private static final int BATCH = 256;

  private final MultiLayerNetwork network;
  private final NetworkPass pass;
  private final boolean probabilities;

  /** Predicts with a network; neither its weights nor its statistics change. */
  public Predictor(MultiLayerNetwork network) {
    this.network = network;
    pass = new NetworkPass(network);
    probabilities =
        ((BaseLayer) network.getOutputLayer().conf().getLayer()).getActivationFn()
            instanceof ActivationSoftmax;
  }

  /**
   * The outputs of every example: probabilities of the classes, or predicted numbers.
   *
   * @param inputs normalised, example by example
   */
  public float[][] predict(float[] inputs, int examples, InputShape shape) {
    if ((long) examples * shape.size() != inputs.length) {
      throw new IllegalArgumentException(
          inputs.length + " numbers are not " + examples + " examples of " + shape);
    }
    InputFit.check(network, shape);
    float[][] predictions = new float[examples][];
    for (int from = 0; from < examples; from += BATCH) {
      int count = Math.min(BATCH, examples - from);
      float[] part = Arrays.copyOfRange(inputs, from * shape.size(), (from + count) * shape.size());
      predictBatch(part, count, shape, predictions, from);
    }
    return predictions;
  }

  private void predictBatch(
      float[] inputs, int examples, InputShape shape, float[][] predictions, int from) {
    long[] batchShape = Networks.batchShape(network, shape, examples);
    double[] outputs =
        NetworkPass.inWorkspace(
            () -> {
              INDArray batch = Nd4j.createFromArray(inputs).reshape('c', batchShape);
              return Outputs.read(pass.forward(batch, false));
            });
    int width = outputs.length / examples;
    if (probabilities) {
      for (int i = 0; i < examples; i++) {
        Criterion.CrossEntropy.softmax(outputs, i * width, width, outputs);
      }
    }
    for (int i = 0; i < examples; i++) {
      float[] row = new float[width];
      for (int j = 0; j < width; j++) {
        row[j] = (float) outputs[i * width + j];
      }
      predictions[from + i] = row;
    }
  }
}
