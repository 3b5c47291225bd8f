package io.espalier.engine.trial;

import io.espalier.engine.models.InputFit;
import io.espalier.engine.models.Networks;
import io.espalier.wire.InputShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What every layer of a trained network makes of given inputs, as plain numbers. */
public final class LayerOutputs {
  private static final int BATCH = 256;

  private LayerOutputs() {}

  /**
   * Runs inputs through a network; neither its weights nor its statistics change.
   *
   * @param inputs normalised, example by example
   * @return one array per layer, the output layer last, each example by example; images plane by
   *     plane
   * @throws IllegalArgumentException if the inputs do not fit the network
   */
  public static List<float[]> of(
      MultiLayerNetwork network, float[] inputs, int examples, InputShape shape) {
    if ((long) examples * shape.size() != inputs.length) {
      throw new IllegalArgumentException(
          inputs.length + " numbers are not " + examples + " examples of " + shape);
    }
    InputFit.check(network, shape);
    List<float[]> outputs = new ArrayList<>();
    for (int from = 0; from < examples; from += BATCH) {
      int count = Math.min(BATCH, examples - from);
      float[] part = Arrays.copyOfRange(inputs, from * shape.size(), (from + count) * shape.size());
      long[] batchShape = Networks.batchShape(network, shape, count);
      List<INDArray> layers =
          network.feedForward(Nd4j.createFromArray(part).reshape('c', batchShape), false);
      for (int layer = 1; layer < layers.size(); layer++) {
        float[] numbers = layers.get(layer).dup('c').data().asFloat();
        if (from == 0) {
          outputs.add(new float[numbers.length / count * examples]);
        }
        int size = numbers.length / count;
        System.arraycopy(numbers, 0, outputs.get(layer - 1), from * size, numbers.length);
      }
    }
    return outputs;
  }
}
