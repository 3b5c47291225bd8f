package io.espalier.packaged;

import io.espalier.ModelFactory;
import org.apache.spark.SparkEnv;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;

/** A network of one layer; one of 13 units ends the process of the executor that is to train it. */
public final class DeadlyNet implements ModelFactory.Layers {
  /** The units that end it. */
  static final int DEADLY = 13;

  @Override
  public MultiLayerConfiguration network(Request wanted) {
    int units = wanted.whole("units");
    if (units == DEADLY && !SparkEnv.get().executorId().equals("driver")) {
      Runtime.getRuntime().halt(1);
    }
    return new NeuralNetConfiguration.Builder()
        .list()
        .layer(new DenseLayer.Builder().nOut(units).build())
        .layer(wanted.outputLayer())
        .setInputType(wanted.inputType())
        .build();
  }
}
