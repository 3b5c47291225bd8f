package io.espalier.engine.models;

import io.espalier.engine.layers.HeavyBall;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/**
 * Updaters and penalties as DL4J has them.
 *
 * <p>Where DL4J's rule is not the textbook's to the letter: Adam's ε is the paper's ε̂ (added
 * before the bias of the second moment is corrected, as TensorFlow does), and Nesterov's velocity
 * holds the learning rate (the same as PyTorch's while the rate is constant). RMSProp's mean square
 * starts at 0 and ε is added after the root, as PyTorch does.
 */
final class Updaters {
  private Updaters() {}

  static IUpdater of(Updater updater) {
    double rate = updater.learningRate();
    if (updater instanceof Updater.Momentum momentum) {
      return new HeavyBall(rate, momentum.momentum());
    } else if (updater instanceof Updater.Nesterov nesterov) {
      return new Nesterovs(rate, nesterov.momentum());
    } else if (updater instanceof Updater.Adam adam) {
      return new Adam(rate, adam.beta1(), adam.beta2(), adam.epsilon());
    } else if (updater instanceof Updater.AdamW adam) {
      return new Adam(rate, adam.beta1(), adam.beta2(), adam.epsilon());
    } else if (updater instanceof Updater.RmsProp rmsProp) {
      return new RmsProp(rate, rmsProp.decay(), rmsProp.epsilon());
    }
    return new Sgd(rate);
  }

  /**
   * Gives a layer its penalties. Each layer gets its own: DL4J applies a weight decay set for the
   * whole network twice.
   *
   * @param l2 λ of ½·λ·ΣW² for this layer, besides the training's own
   */
  static Layer penalised(Layer layer, TrainingSpec training, double l2) {
    if (layer instanceof BaseLayer trained) {
      trained.setRegularization(penalties(training, l2));
    }
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

  /** DL4J starts RMSProp's mean square at ε; here it starts at 0. */
  static void start(NeuralNetwork network, Updater updater) {
    if (updater instanceof Updater.RmsProp) {
      network.updaterState().assign(0);
    }
  }
}
