package io.espalier.engine.models;

import io.espalier.engine.layers.WindowSum;
import io.espalier.wire.Activation;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Window;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/**
 * Hidden layers as DL4J has them; one each, so that layer numbers agree. Of a graph convolution it
 * is the dense layer; what stands before it is {@link GraphNetworks}'.
 */
final class LayerTranslation {
  private LayerTranslation() {}

  static Layer of(LayerSpec layer) {
    if (layer instanceof LayerSpec.Conv conv) {
      return convolution(conv);
    } else if (layer instanceof LayerSpec.Pool pool) {
      return pooling(pool);
    } else if (layer instanceof LayerSpec.Dense dense) {
      return dense(dense.units(), dense.activation());
    } else if (layer instanceof LayerSpec.GraphConv graphConv) {
      return dense(graphConv.units(), graphConv.activation());
    } else if (layer instanceof LayerSpec.Dropout dropout) {
      return dropout(dropout.rate());
    } else if (layer instanceof LayerSpec.BatchNorm norm) {
      return new BatchNormalization.Builder()
          .decay(norm.decay())
          .eps(norm.epsilon())
          .useLogStd(false)
          .build();
    }
    throw new IllegalStateException("no form for DL4J of " + layer.getClass().getName());
  }

  static Layer dense(int units, Activation activation) {
    return new DenseLayer.Builder()
        .nOut(units)
        .activation(ActivationTranslation.of(activation))
        .build();
  }

  private static Layer convolution(LayerSpec.Conv conv) {
    Window w = conv.window();
    return new ConvolutionLayer.Builder()
        .kernelSize(w.kernelHeight(), w.kernelWidth())
        .stride(w.strideHeight(), w.strideWidth())
        .padding(w.paddingHeight(), w.paddingWidth())
        .convolutionMode(ConvolutionMode.Truncate)
        .nOut(conv.channels())
        .activation(ActivationTranslation.of(conv.activation()))
        .build();
  }

  /**
   * DL4J's own layer for the maximum; an average or a sum counts padding as zeros, which DL4J's
   * layer does not do the same way forward and backward, so both are {@link WindowSum}.
   */
  private static Layer pooling(LayerSpec.Pool pool) {
    Window w = pool.window();
    return switch (pool.pooling()) {
      case SUM -> new WindowSum(w, 1);
      case AVERAGE -> new WindowSum(w, 1.0 / (w.kernelHeight() * w.kernelWidth()));
      case MAX ->
          new SubsamplingLayer.Builder(PoolingType.MAX)
              .kernelSize(w.kernelHeight(), w.kernelWidth())
              .stride(w.strideHeight(), w.strideWidth())
              .padding(w.paddingHeight(), w.paddingWidth())
              .convolutionMode(ConvolutionMode.Truncate)
              .build();
    };
  }

  /** DL4J counts what is kept, not what is dropped. */
  private static Layer dropout(double rate) {
    return rate == 0
        ? new ActivationLayer.Builder().activation(new ActivationIdentity()).build()
        : new DropoutLayer.Builder(new Dropout(1 - rate)).build();
  }
}
