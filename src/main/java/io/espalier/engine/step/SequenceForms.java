package io.espalier.engine.step;

import io.espalier.engine.layers.StepConvolution;
import io.espalier.engine.layers.StepPooling;
import io.espalier.wire.LayerSpec;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers over sequences that are not recurrent, as DL4J has them, and their recorded stages. */
final class SequenceForms {
  private SequenceForms() {}

  static Layer convolution(LayerSpec.Conv1d conv) {
    return new StepConvolution(
        new Convolution1DLayer.Builder(conv.kernel(), conv.stride())
            .convolutionMode(mode(conv.ends()))
            .dilation(conv.dilation())
            .nOut(conv.channels())
            .activation(ActivationForms.of(conv.activation()))
            .build());
  }

  /** Without bias and activation, as everywhere. */
  static Layer embedding(LayerSpec.Embedding embedding) {
    return new EmbeddingSequenceLayer.Builder()
        .nIn(embedding.codes())
        .nOut(embedding.units())
        .hasBias(false)
        .activation(new ActivationIdentity())
        .build();
  }

  static Layer pooling(LayerSpec.Pool1d pool) {
    return new StepPooling(LayerForms.type(pool.pooling()), pool.kernel(), pool.stride());
  }

  private static ConvolutionMode mode(LayerSpec.Ends ends) {
    return switch (ends) {
      case SAME -> ConvolutionMode.Same;
      case CAUSAL -> ConvolutionMode.Causal;
    };
  }

  /** Whether a layer is one of them, whatever its settings. */
  static boolean isOverSteps(Layer conf) {
    return conf instanceof Convolution1DLayer
        || conf instanceof EmbeddingSequenceLayer
        || conf instanceof StepPooling;
  }

  /** Makes the stage for such a layer; nothing if there is none that does exactly the same. */
  static Optional<Function<MaskSource, Stage>> stage(org.deeplearning4j.nn.api.Layer layer) {
    Layer conf = layer.conf().getLayer();
    if (conf instanceof Convolution1DLayer conv && plain(conv)) {
      return Optional.of(masks -> convolution(layer, conv));
    }
    if (conf instanceof StepPooling pool) {
      return Optional.of(
          masks -> new WindowPoolingStage(pool.pooling(), pool.kernel(), pool.stride()));
    }
    return conf instanceof EmbeddingSequenceLayer embedding && plain(embedding)
        ? Optional.of(
            masks ->
                new EmbeddingStage(RecordedParameter.of(layer, DefaultParamInitializer.WEIGHT_KEY)))
        : Optional.empty();
  }

  private static Stage convolution(org.deeplearning4j.nn.api.Layer layer, Convolution1DLayer conv) {
    ActivationStage activation = ActivationForms.stage(conv.getActivationFn()).orElseThrow();
    RecordedParameter weights = RecordedParameter.of(layer, ConvolutionParamInitializer.WEIGHT_KEY);
    return new StepConvolutionStage(
        new RecordedParameter(asUsed(weights.value()), asUsed(weights.gradient())),
        steps ->
            StepWindows.of(
                conv.getConvolutionMode(),
                conv.getKernelSize()[0],
                conv.getDilation()[0],
                conv.getStride()[0],
                steps),
        conv instanceof StepConvolution,
        new BiasStage(
            RecordedParameter.of(layer, ConvolutionParamInitializer.BIAS_KEY), activation));
  }

  /**
   * DL4J says [channels, features, kernel] of weights that lie and are used the other way round.
   */
  private static INDArray asUsed(INDArray weights) {
    return weights.reshape('c', weights.size(2), weights.size(1), weights.size(0));
  }

  private static boolean plain(Convolution1DLayer conv) {
    return conv.hasBias()
        && conv.getIDropout() == null
        && (conv.getConvolutionMode() == ConvolutionMode.Same
            || conv.getConvolutionMode() == ConvolutionMode.Causal)
        && conv.getRnnDataFormat() == RNNFormat.NCW
        && ActivationForms.stage(conv.getActivationFn()).isPresent();
  }

  private static boolean plain(EmbeddingSequenceLayer embedding) {
    return !embedding.hasBias()
        && embedding.getIDropout() == null
        && embedding.getOutputFormat() == RNNFormat.NCW
        && embedding.getActivationFn() instanceof ActivationIdentity;
  }
}
