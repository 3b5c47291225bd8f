package org.example;

import io.espalier.ModelFactory;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.activations.Activation;

/** A graph of vertices: blocks of one layer, each added to what goes into it. */
public final class ResidualNet implements ModelFactory.Graph {
  @Override
  public ComputationGraphConfiguration network(Request wanted) {
    int width = wanted.whole("width");
    var graph =
        new NeuralNetConfiguration.Builder()
            .activation(Activation.TANH)
            .graphBuilder()
            .addInputs("in")
            .addLayer("first", dense(width), "in");
    String last = "first";
    for (int i = 1; i <= wanted.whole("blocks"); i++) {
      String sum = "sum-" + i;
      graph
          .addLayer("layer-" + i, dense(width), last)
          .addVertex(sum, new ElementWiseVertex(ElementWiseVertex.Op.Add), last, "layer-" + i);
      last = sum;
    }
    return graph
        .addLayer("out", wanted.outputLayer(), last)
        .setOutputs("out")
        .setInputTypes(wanted.inputType())
        .build();
  }

  private static DenseLayer dense(int width) {
    return new DenseLayer.Builder().nOut(width).build();
  }
}
