package io.espalier.engine.graphs;

import java.nio.FloatBuffer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer's weights {@code [in, out]} and biases {@code [out]} with their gradients, row by row.
 * They are copies: in the network's flat arrays weights lie column by column.
 */
final class Weights {
  private final int weightsAt;
  private final int biasAt;
  private final Matrix weights;
  private final Matrix weightGradient;
  private final float[] bias;
  private final float[] biasGradient;
  private final float[] columns;

  /**
   * Those of a layer.
   *
   * @throws IllegalArgumentException if the network has no such layer or keeps it in another way
   */
  Weights(ComputationGraph network, String layer) {
    INDArray w = parameter(network, layer, DefaultParamInitializer.WEIGHT_KEY);
    INDArray b = parameter(network, layer, DefaultParamInitializer.BIAS_KEY);
    int in = Math.toIntExact(w.size(0));
    int out = Math.toIntExact(w.size(1));
    if ((in > 1 && w.stride(0) != 1) || (out > 1 && w.stride(1) != in)) {
      throw new IllegalArgumentException("the weights of layer " + layer + " lie row by row");
    }
    weightsAt = Math.toIntExact(w.offset());
    biasAt = Math.toIntExact(b.offset());
    weights = new Matrix(in, out);
    weightGradient = new Matrix(in, out);
    bias = new float[out];
    biasGradient = new float[out];
    columns = new float[in * out];
  }

  private static INDArray parameter(ComputationGraph network, String layer, String key) {
    INDArray parameter = network.getParam(layer + "_" + key);
    if (parameter == null) {
      throw new IllegalArgumentException("the network has no parameter " + layer + "_" + key);
    }
    return parameter;
  }

  /** Takes the weights from a network's flat parameters. */
  void read(FloatBuffer parameters) {
    parameters.get(weightsAt, columns);
    float[] rows = weights.numbers();
    int in = weights.rows();
    int out = weights.columns();
    for (int i = 0, at = 0; i < in; i++) {
      for (int j = 0; j < out; j++, at++) {
        rows[at] = columns[j * in + i];
      }
    }
    parameters.get(biasAt, bias);
  }

  /** Takes the gradients to a network's flat gradients. */
  void write(FloatBuffer gradients) {
    float[] rows = weightGradient.numbers();
    int in = weights.rows();
    int out = weights.columns();
    for (int i = 0, at = 0; i < in; i++) {
      for (int j = 0; j < out; j++, at++) {
        columns[j * in + i] = rows[at];
      }
    }
    gradients.put(weightsAt, columns);
    gradients.put(biasAt, biasGradient);
  }

  int in() {
    return weights.rows();
  }

  int out() {
    return weights.columns();
  }

  Matrix matrix() {
    return weights;
  }

  Matrix gradient() {
    return weightGradient;
  }

  float[] bias() {
    return bias;
  }

  float[] biasGradient() {
    return biasGradient;
  }
}
