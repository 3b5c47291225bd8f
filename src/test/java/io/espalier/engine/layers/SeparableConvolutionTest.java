package io.espalier.engine.layers;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class SeparableConvolutionTest {
  private static SeparableConvolution2D.Builder settings(int windows) {
    return new SeparableConvolution2D.Builder(3, 2)
        .depthMultiplier(windows)
        .stride(2, 1)
        .padding(1, 0)
        .nOut(4)
        .activation(Activation.TANH);
  }

  private static MultiLayerNetwork network(Layer layer) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Sgd(0.1))
                .list()
                .layer(layer)
                .layer(new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(7, 6, 3))
                .build());
    network.init();
    return network;
  }

  @Test
  void withoutPenaltiesItTrainsAsDl4jsOwnLayer() {
    for (int windows = 1; windows <= 3; windows++) {
      MultiLayerNetwork ours = network(new SeparableConvolution(settings(windows)));
      MultiLayerNetwork theirs = network(settings(windows).build());
      ours.setParams(theirs.params().dup());
      INDArray start = theirs.params().dup();
      for (int i = 0; i < 10; i++) {
        INDArray inputs = Nd4j.rand(5, 3, 7, 6).subi(0.5);
        INDArray labels = Nd4j.eye(2).getRows(0, 1, 1, 0, 1);
        ours.fit(inputs, labels);
        theirs.fit(inputs, labels);
      }
      assertThat(ours.params().sub(theirs.params()).amaxNumber().doubleValue()).isLessThan(1e-5);
      assertThat(theirs.params().sub(start).amaxNumber().doubleValue()).isGreaterThan(0.02);
    }
  }

  @Test
  void parametersAreNamedInTheOrderInWhichTheyLie() {
    MultiLayerNetwork network = network(new SeparableConvolution(settings(2)));
    assertThat(network.getLayer(0).paramTable().keySet()).containsExactly("b", "W", "pW");
    long[] offsets =
        network.getLayer(0).paramTable().values().stream().mapToLong(INDArray::offset).toArray();
    assertThat(offsets).containsExactly(0, 4, 4 + 2 * 3 * 3 * 2);
  }
}
