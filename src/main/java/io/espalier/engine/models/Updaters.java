package io.espalier.engine.models;

import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/** What belongs to updaters besides their rule: penalties, and where their state starts. */
final class Updaters {
  private Updaters() {}

  /**
   * Gives a layer its penalties. Each layer gets its own: DL4J applies a weight decay set for the
   * whole network twice.
   *
   * @param l2 λ of ½·λ·ΣW² for this layer, besides the training's own
   */
  static Layer penalised(Layer layer, TrainingSpec training, double l2) {
    Networks.trained(layer)
        .ifPresent(trained -> trained.setRegularization(penalties(training, l2)));
    return layer;
  }

  /** Penalties on weights; DL4J keeps those of biases apart. */
  private static List<Regularization> penalties(TrainingSpec training, double layerL2) {
    double l2 = training.l2() + layerL2;
    List<Regularization> penalties = new ArrayList<>();
    if (training.l1() > 0) {
      penalties.add(new L1Regularization(training.l1()));
    }
    if (l2 > 0) {
      penalties.add(new L2Regularization(l2));
    }
    if (training.updater() instanceof Updater.AdamW adam && adam.weightDecay() > 0) {
      penalties.add(new WeightDecay(adam.weightDecay(), true));
    }
    return penalties;
  }

  /** Every state starts at 0; DL4J starts the squares of some at ε. */
  static void start(NeuralNetwork network) {
    INDArray state = network.updaterState();
    if (state != null && !state.isEmpty()) {
      state.assign(0);
    }
  }
}
