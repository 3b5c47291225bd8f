package io.espalier.engine.step;

import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.States;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.layers.recurrent.LastTimeStepLayer;
import org.deeplearning4j.nn.params.LSTMParamInitializer;
import org.deeplearning4j.nn.params.SimpleRnnParamInitializer;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * Recurrent layers as DL4J has them; where only the last state counts, inside another layer. And
 * the recorded stages of those of DL4J's layers that take sequences.
 */
final class RecurrentForms {
  /** The dimension of the steps behind batch and features. */
  private static final int[] STEPS = {2};

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

  /** Whether a layer takes nothing but sequences, whatever its settings. */
  static boolean isOverSteps(org.deeplearning4j.nn.api.Layer layer) {
    Layer conf = layer.conf().getLayer();
    return conf instanceof BaseRecurrentLayer || SequenceForms.isOverSteps(conf);
  }

  /** Whether a layer puts out one vector for each sequence that it takes. */
  static boolean ends(org.deeplearning4j.nn.api.Layer layer) {
    return layer instanceof LastTimeStepLayer
        || layer.conf().getLayer() instanceof GlobalPoolingLayer;
  }

  /** Whether the recorded stage of a layer takes sequences. */
  static boolean takesSequences(org.deeplearning4j.nn.api.Layer layer) {
    Layer conf = layer.conf().getLayer();
    return isOverSteps(layer)
        || conf instanceof DropoutLayer
        || conf instanceof ActivationLayer
        || (conf instanceof GlobalPoolingLayer pool && poolsSteps(pool));
  }

  /** Whether it pools over steps, which it does where nothing else is said. */
  static boolean poolsSteps(GlobalPoolingLayer pool) {
    return pool.getPoolingType() != PoolingType.PNORM
        && (pool.getPoolingDimensions() == null
            || Arrays.equals(pool.getPoolingDimensions(), STEPS))
        && pool.isCollapseDimensions()
        && pool.getIDropout() == null;
  }

  /** Makes the stage for a recurrent layer; nothing if there is none that does exactly the same. */
  static Optional<Function<MaskSource, Stage>> stage(org.deeplearning4j.nn.api.Layer layer) {
    if (layer instanceof LastTimeStepLayer last) {
      return stage(last.getUnderlying())
          .map(maker -> masks -> new LastStateStage(maker.apply(masks)));
    }
    Layer conf = layer.conf().getLayer();
    if (layer instanceof org.deeplearning4j.nn.layers.recurrent.LSTM
        && conf.getClass() == LSTM.class
        && plain((LSTM) conf)) {
      return Optional.of(masks -> stage(layer, recording -> cell(layer, recording)));
    }
    if (layer instanceof org.deeplearning4j.nn.layers.recurrent.SimpleRnn
        && conf instanceof SimpleRnn simple
        && plain(simple)) {
      return Optional.of(
          masks ->
              stage(
                  layer,
                  recording ->
                      new PlainCell(
                          RecordedParameter.of(layer, SimpleRnnParamInitializer.BIAS_KEY),
                          () -> ActivationForms.stage(simple.getActivationFn()).orElseThrow(),
                          recording.sequences())));
    }
    return Optional.empty();
  }

  private static Stage stage(
      org.deeplearning4j.nn.api.Layer layer, Function<Recording, Cell> cells) {
    return new RecurrentStage(
        RecordedParameter.of(layer, LSTMParamInitializer.INPUT_WEIGHT_KEY),
        RecordedParameter.of(layer, LSTMParamInitializer.RECURRENT_WEIGHT_KEY),
        cells);
  }

  private static Cell cell(org.deeplearning4j.nn.api.Layer layer, Recording recording) {
    RecordedParameter bias = RecordedParameter.of(layer, LSTMParamInitializer.BIAS_KEY);
    return recording.single()
        ? new LstmCell(bias, recording.sequences())
        : new WideLstmCell(bias, recording.sequences());
  }

  private static boolean plain(LSTM lstm) {
    return lstm.getActivationFn() instanceof ActivationTanH
        && lstm.getGateActivationFn() instanceof ActivationSigmoid
        && lstm.getRnnDataFormat() == RNNFormat.NCW
        && lstm.getIDropout() == null;
  }

  private static boolean plain(SimpleRnn rnn) {
    return ActivationForms.stage(rnn.getActivationFn()).isPresent()
        && !rnn.hasLayerNorm()
        && rnn.getRnnDataFormat() == RNNFormat.NCW
        && rnn.getIDropout() == null;
  }

  private static Layer output(States states, BaseRecurrentLayer layer) {
    return states == States.ALL ? layer : new LastTimeStep(layer);
  }
}
