package org.example;

import io.espalier.ModelFactory;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.activations.Activation;

/** A network of the user's own: so many layers, each half as wide as the one before. */
public final class WideNet implements ModelFactory.Layers {
  @Override
  public MultiLayerConfiguration network(Request wanted) {
    var layers = new NeuralNetConfiguration.Builder().activation(Activation.RELU).list();
    int width = wanted.whole("width");
    for (int i = 0; i < wanted.whole("depth"); i++) {
      layers.layer(new DenseLayer.Builder().nOut(width >> i).build());
    }
    return layers.layer(wanted.outputLayer()).setInputType(wanted.inputType()).build();
  }
}
