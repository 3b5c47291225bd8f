package io.espalier.engine.models;

import io.espalier.wire.Seeds;
import io.espalier.wire.Seeds.Purpose;
import io.espalier.wire.WeightInit;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.params.SeparableConvolutionParamInitializer;
import org.deeplearning4j.nn.params.SimpleRnnParamInitializer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitConstant;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Where weights start. They are drawn here rather than by ND4J's native generator, so that the same
 * seed gives the same numbers on every platform, that PyTorch's biases are possible, and that a
 * convolution's fan out is its channels times its window (DL4J divides by the stride).
 */
final class WeightStart {
  private WeightStart() {}

  /** The scheme as DL4J writes it down; what it draws is overwritten by {@link #fill}. */
  static IWeightInit scheme(WeightInit start) {
    return switch (start.scheme()) {
      case XAVIER -> org.deeplearning4j.nn.weights.WeightInit.XAVIER.getWeightInitFunction();
      case XAVIER_UNIFORM ->
          org.deeplearning4j.nn.weights.WeightInit.XAVIER_UNIFORM.getWeightInitFunction();
      case HE -> org.deeplearning4j.nn.weights.WeightInit.RELU.getWeightInitFunction();
      case HE_UNIFORM ->
          org.deeplearning4j.nn.weights.WeightInit.RELU_UNIFORM.getWeightInitFunction();
      case LECUN -> org.deeplearning4j.nn.weights.WeightInit.LECUN_NORMAL.getWeightInitFunction();
      case PYTORCH -> org.deeplearning4j.nn.weights.WeightInit.UNIFORM.getWeightInitFunction();
      case NORMAL -> new WeightInitDistribution(new NormalDistribution(0, start.value()));
      case CONSTANT -> new WeightInitConstant(start.value());
    };
  }

  /** Draws all weights, layer by layer; layer l draws from (seed, l). */
  static void fill(Layer[] layers, WeightInit start, long seed) {
    for (int l = 0; l < layers.length; l++) {
      if (!layers[l].paramTable().containsKey(DefaultParamInitializer.WEIGHT_KEY)) {
        continue;
      }
      SplittableRandom random = new SplittableRandom(Seeds.seed(seed, Purpose.WEIGHTS, l));
      if (layers[l].paramTable().containsKey(SimpleRnnParamInitializer.RECURRENT_WEIGHT_KEY)) {
        fillRecurrent(layers[l], start, random);
        continue;
      }
      INDArray weights = layers[l].getParam(DefaultParamInitializer.WEIGHT_KEY);
      if (layers[l].conf().getLayer() instanceof EmbeddingSequenceLayer) {
        draw(weights, ofCodes(start), Fans.of(weights), random);
        continue;
      }
      if (layers[l].conf().getLayer() instanceof SeparableConvolution2D) {
        draw(weights, start, Fans.ofEachChannel(weights), random);
        weights = layers[l].getParam(SeparableConvolutionParamInitializer.POINT_WISE_WEIGHT_KEY);
      }
      Fans fans = Fans.of(weights);
      draw(weights, start, fans, random);
      if (start.scheme() == WeightInit.Scheme.PYTORCH) {
        draw(layers[l].getParam(DefaultParamInitializer.BIAS_KEY), start, fans, random);
      }
    }
  }

  /** Every gate is a layer of its own; PyTorch looks at the units alone, also for biases. */
  private static void fillRecurrent(Layer layer, WeightInit start, SplittableRandom random) {
    INDArray inputs = layer.getParam(SimpleRnnParamInitializer.WEIGHT_KEY);
    INDArray states = layer.getParam(SimpleRnnParamInitializer.RECURRENT_WEIGHT_KEY);
    long units = states.size(0);
    Fans square = new Fans(units, units);
    boolean pytorch = start.scheme() == WeightInit.Scheme.PYTORCH;
    draw(inputs, start, pytorch ? square : new Fans(inputs.size(0), units), random);
    draw(states, start, square, random);
    if (pytorch) {
      INDArray bias = layer.getParam(SimpleRnnParamInitializer.BIAS_KEY);
      draw(bias, start, square, random);
      if (Networks.trained(layer.conf().getLayer()).orElseThrow() instanceof LSTM lstm) {
        bias.get(NDArrayIndex.all(), NDArrayIndex.interval(units, 2 * units))
            .addi(lstm.getForgetGateBiasInit());
      }
    }
  }

  /** PyTorch's vectors of codes are normal, of deviation 1. */
  private static WeightInit ofCodes(WeightInit start) {
    return start.scheme() == WeightInit.Scheme.PYTORCH
        ? new WeightInit(WeightInit.Scheme.NORMAL, 1)
        : start;
  }

  private static void draw(INDArray target, WeightInit start, Fans fans, SplittableRandom random) {
    double[] values = new double[Math.toIntExact(target.length())];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(start, fans, random);
    }
    target.assign(Nd4j.createFromArray(values).reshape('c', target.shape()));
  }

  private static double value(WeightInit start, Fans fans, SplittableRandom random) {
    return switch (start.scheme()) {
      case XAVIER -> normal(random) * Math.sqrt(2.0 / (fans.in + fans.out));
      case XAVIER_UNIFORM -> uniform(random) * Math.sqrt(6.0 / (fans.in + fans.out));
      case HE -> normal(random) * Math.sqrt(2.0 / fans.in);
      case HE_UNIFORM -> uniform(random) * Math.sqrt(6.0 / fans.in);
      case LECUN -> normal(random) * Math.sqrt(1.0 / fans.in);
      case PYTORCH -> uniform(random) / Math.sqrt(fans.in);
      case NORMAL -> normal(random) * start.value();
      case CONSTANT -> start.value();
    };
  }

  private static double uniform(SplittableRandom random) {
    return 2 * random.nextDouble() - 1;
  }

  /** Box and Muller 1958, in strict arithmetic: the same bits on every machine. */
  private static double normal(SplittableRandom random) {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }

  private record Fans(double in, double out) {
    /** From {@code [in, out]} of a dense layer or {@code [out, in, height, width]}. */
    static Fans of(INDArray weights) {
      if (weights.rank() == 2) {
        return new Fans(weights.size(0), weights.size(1));
      }
      long window = weights.size(2) * weights.size(3);
      return new Fans(weights.size(1) * window, weights.size(0) * window);
    }

    /** Of windows over one channel each, {@code [multiplier, channels, height, width]}. */
    static Fans ofEachChannel(INDArray windows) {
      long window = windows.size(2) * windows.size(3);
      return new Fans(window, windows.size(0) * window);
    }
  }
}
