package io.espalier.engine.step;

import io.espalier.engine.layers.WindowSum;
import io.espalier.wire.LayerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.buffer.DataType;

/** DL4J's layers as stages. */
final class Stages {
  private Stages() {}

  /**
   * The stages of all layers. In single precision a rectifier between a convolution and a maximum
   * moves behind the maximum, which changes no number and is work for fewer of them.
   */
  static List<Stage> of(Layer[] layers, DataType type, MaskSource masks) {
    List<Stage> stages = new ArrayList<>();
    for (Layer layer : layers) {
      stages.add(of(layer).orElseThrow().apply(masks));
    }
    for (int i = 1; i < layers.length && type == DataType.FLOAT; i++) {
      if (stages.get(i - 1) instanceof ConvolutionStage convolution
          && stages.get(i) instanceof PoolingStage pooling
          && convolution.withoutRectifier().isPresent()
          && pooling.withRectifier().isPresent()) {
        stages.set(i - 1, convolution.withoutRectifier().orElseThrow());
        stages.set(i, pooling.withRectifier().orElseThrow());
      }
    }
    return stages;
  }

  /** Makes the stage for a layer; nothing if there is none that does exactly the same. */
  static Optional<Function<MaskSource, Stage>> of(Layer layer) {
    org.deeplearning4j.nn.conf.layers.Layer conf = layer.conf().getLayer();
    if (conf instanceof BaseLayer trained && special(trained)) {
      return Optional.empty();
    }
    if (conf instanceof OutputLayer output && output.hasBias() && output.getIDropout() == null) {
      return Optional.of(masks -> dense(layer, new Activations.Identity()));
    } else if (conf instanceof DenseLayer dense && plain(dense)) {
      return ActivationStage.of(dense.getActivationFn()).map(a -> masks -> dense(layer, a));
    } else if (conf instanceof ConvolutionLayer convolution && plain(convolution)) {
      return ActivationStage.of(convolution.getActivationFn())
          .map(a -> masks -> convolution(layer, convolution, a));
    } else if (conf instanceof SubsamplingLayer pooling && plain(pooling)) {
      return Optional.of(masks -> maximum(pooling));
    } else if (conf instanceof WindowSum sum) {
      return Optional.of(masks -> PoolingStage.average(window(sum.window()), sum.meanFactor()));
    } else if (conf instanceof DropoutLayer drop && drop.getIDropout() instanceof Dropout dropout) {
      return dropout.getPSchedule() == null
          ? Optional.of(masks -> new DropoutStage(dropout.getP(), masks))
          : Optional.empty();
    } else if (conf instanceof BatchNormalization norm && plain(norm)) {
      return Optional.of(masks -> normalisation(layer, norm));
    } else if (conf instanceof ActivationLayer activation) {
      return ActivationStage.of(activation.getActivationFn())
          .filter(Activations.Identity.class::isInstance)
          .map(a -> masks -> a);
    }
    return Optional.empty();
  }

  private static boolean special(BaseLayer layer) {
    return layer.getWeightNoise() != null
        || (layer.getConstraints() != null && !layer.getConstraints().isEmpty())
        || layer.getGradientNormalization()
            != org.deeplearning4j.nn.conf.GradientNormalization.None;
  }

  private static boolean plain(DenseLayer layer) {
    return layer.hasBias() && !layer.hasLayerNorm() && layer.getIDropout() == null;
  }

  private static boolean plain(ConvolutionLayer layer) {
    return layer.getClass() == ConvolutionLayer.class
        && layer.hasBias()
        && layer.getIDropout() == null
        && explicit(layer.getConvolutionMode())
        && ones(layer.getDilation())
        && layer.getCnn2dDataFormat() == CNN2DFormat.NCHW;
  }

  private static boolean plain(SubsamplingLayer layer) {
    return layer.getPoolingType() == PoolingType.MAX
        && layer.getIDropout() == null
        && explicit(layer.getConvolutionMode())
        && ones(layer.getDilation())
        && layer.getCnn2dDataFormat() == CNN2DFormat.NCHW;
  }

  private static boolean plain(BatchNormalization layer) {
    return !layer.isLockGammaBeta()
        && !layer.isUseLogStd()
        && layer.isMinibatch()
        && layer.getIDropout() == null
        && layer.getCnn2DFormat() == CNN2DFormat.NCHW;
  }

  private static boolean explicit(ConvolutionMode mode) {
    return mode == ConvolutionMode.Truncate || mode == ConvolutionMode.Strict;
  }

  private static boolean ones(int[] dilation) {
    return dilation[0] == 1 && dilation[1] == 1;
  }

  private static Stage maximum(SubsamplingLayer conf) {
    return PoolingStage.maximum(
        Window.of(conf.getKernelSize(), conf.getStride(), conf.getPadding()));
  }

  private static Stage dense(Layer layer, ActivationStage activation) {
    return new DenseStage(
        RecordedParameter.of(layer, DefaultParamInitializer.WEIGHT_KEY),
        RecordedParameter.of(layer, DefaultParamInitializer.BIAS_KEY),
        activation);
  }

  private static Stage convolution(Layer layer, ConvolutionLayer conf, ActivationStage activation) {
    return new ConvolutionStage(
        RecordedParameter.of(layer, DefaultParamInitializer.WEIGHT_KEY),
        RecordedParameter.of(layer, DefaultParamInitializer.BIAS_KEY),
        Window.of(conf.getKernelSize(), conf.getStride(), conf.getPadding()),
        activation);
  }

  private static Stage normalisation(Layer layer, BatchNormalization conf) {
    return new NormalisationStage(
        RecordedParameter.of(layer, BatchNormalizationParamInitializer.GAMMA),
        RecordedParameter.of(layer, BatchNormalizationParamInitializer.BETA),
        RecordedParameter.of(layer, BatchNormalizationParamInitializer.GLOBAL_MEAN),
        RecordedParameter.of(layer, BatchNormalizationParamInitializer.GLOBAL_VAR),
        conf.getDecay(),
        conf.getEps());
  }

  private static Window window(LayerSpec.Window window) {
    return new Window(
        window.kernelHeight(),
        window.kernelWidth(),
        window.strideHeight(),
        window.strideWidth(),
        window.paddingHeight(),
        window.paddingWidth());
  }
}
