package io.espalier.engine.models;

import io.espalier.engine.step.Network;
import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The weights of the first layer that has some, unit by unit. */
public final class FirstWeights {
  private FirstWeights() {}

  /**
   * Reads the weights.
   *
   * @return {@code [units, numbers]}: of a convolution each kernel, {@code [channels, height,
   *     width]}, of a separable one each window, {@code [height, width]}; of a dense layer each
   *     unit's weights, in the order of its inputs
   */
  public static float[][] of(Model network) {
    for (Layer layer : Network.of(network).layers()) {
      if (layer.paramTable().containsKey(DefaultParamInitializer.WEIGHT_KEY)) {
        INDArray weights = layer.getParam(DefaultParamInitializer.WEIGHT_KEY);
        return layer.conf().getLayer() instanceof SeparableConvolution2D
            ? units(weights.reshape('c', -1, 1, weights.size(2), weights.size(3)))
            : units(weights);
      }
    }
    throw new IllegalArgumentException("the network has no weights");
  }

  private static float[][] units(INDArray weights) {
    INDArray byUnit = weights.rank() == 2 ? weights.transpose() : weights;
    float[] numbers = byUnit.dup('c').data().asFloat();
    float[][] units = new float[(int) byUnit.size(0)][];
    int size = numbers.length / units.length;
    for (int unit = 0; unit < units.length; unit++) {
      units[unit] = Arrays.copyOfRange(numbers, unit * size, (unit + 1) * size);
    }
    return units;
  }
}
