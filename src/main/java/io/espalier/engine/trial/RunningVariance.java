package io.espalier.engine.trial;

import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Makes a batch normalisation layer average the unbiased variance of its batches, as PyTorch does;
 * DL4J averages the biased one. With n numbers per channel they differ by c = n / (n − 1).
 *
 * <p>DL4J treats the running variance r as a parameter whose "gradient" is (1 − d)·(r − v) for
 * decay d and the batch's biased variance v. The unbiased one needs (1 − d)·(r − c·v), which is
 * c·gradient + (1 − d)·(1 − c)·r.
 */
record RunningVariance(Layer layer, INDArray running, INDArray gradient, double decay) {
  static Optional<RunningVariance> of(Layer layer) {
    if (!(layer.conf().getLayer() instanceof BatchNormalization conf)) {
      return Optional.empty();
    }
    String key = BatchNormalizationParamInitializer.GLOBAL_VAR;
    INDArray gradient =
        Objects.requireNonNull(
            conf.initializer()
                .getGradientsFromFlattened(layer.conf(), layer.getGradientsViewArray())
                .get(key));
    return Optional.of(new RunningVariance(layer, layer.getParam(key), gradient, conf.getDecay()));
  }

  /** Corrects the gradient of the batch that has just passed. */
  void correct() {
    long numbersPerChannel = layer.input().length() / running.length();
    if (numbersPerChannel > 1) { // a single number has no unbiased variance
      double ratio = numbersPerChannel / (numbersPerChannel - 1.0);
      gradient.muli(ratio).addi(running.mul((1 - decay) * (1 - ratio)));
    }
  }
}
