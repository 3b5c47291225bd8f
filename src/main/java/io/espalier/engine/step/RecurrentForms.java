package io.espalier.engine.step;

import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.States;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Recurrent layers as DL4J has them; where only the last state counts, inside another layer. */
final class RecurrentForms {
  private RecurrentForms() {}

  static Layer lstm(LayerSpec.Lstm lstm) {
    return output(
        lstm.output(),
        new LSTM.Builder()
            .nOut(lstm.units())
            .activation(new ActivationTanH())
            .gateActivationFunction(new ActivationSigmoid())
            .forgetGateBiasInit(lstm.forgetBias())
            .build());
  }

  static Layer simple(LayerSpec.SimpleRnn rnn) {
    return output(
        rnn.output(),
        new SimpleRnn.Builder()
            .nOut(rnn.units())
            .activation(ActivationForms.of(rnn.activation()))
            .build());
  }

  private static Layer output(States states, BaseRecurrentLayer layer) {
    return states == States.ALL ? layer : new LastTimeStep(layer);
  }
}
