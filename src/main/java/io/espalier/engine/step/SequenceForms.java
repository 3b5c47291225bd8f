package io.espalier.engine.step;

import io.espalier.engine.layers.StepConvolution;
import io.espalier.wire.LayerSpec;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/** Layers over sequences that are not recurrent, as DL4J has them. */
final class SequenceForms {
  private SequenceForms() {}

  static Layer convolution(LayerSpec.Conv1d conv) {
    return new StepConvolution(
        new Convolution1DLayer.Builder(conv.kernel(), conv.stride())
            .convolutionMode(mode(conv.ends()))
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

  private static ConvolutionMode mode(LayerSpec.Ends ends) {
    return switch (ends) {
      case SAME -> ConvolutionMode.Same;
      case CAUSAL -> ConvolutionMode.Causal;
    };
  }
}
