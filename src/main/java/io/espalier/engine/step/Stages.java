package io.espalier.engine.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
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
    }
    return LayerForms.stage(layer);
  }

  private static boolean special(BaseLayer layer) {
    return layer.getWeightNoise() != null
        || (layer.getConstraints() != null && !layer.getConstraints().isEmpty())
        || layer.getGradientNormalization()
            != org.deeplearning4j.nn.conf.GradientNormalization.None;
  }

  static Stage dense(Layer layer, ActivationStage activation) {
    return new DenseStage(
        RecordedParameter.of(layer, DefaultParamInitializer.WEIGHT_KEY),
        RecordedParameter.of(layer, DefaultParamInitializer.BIAS_KEY),
        activation);
  }

  static Stage convolution(Layer layer, ConvolutionLayer conf, ActivationStage activation) {
    return new ConvolutionStage(
        RecordedParameter.of(layer, DefaultParamInitializer.WEIGHT_KEY),
        RecordedParameter.of(layer, DefaultParamInitializer.BIAS_KEY),
        Window.of(conf.getKernelSize(), conf.getStride(), conf.getPadding()),
        activation);
  }
}
