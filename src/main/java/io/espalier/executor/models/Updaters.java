package io.espalier.executor.models;

import io.espalier.executor.layers.HeavyBall;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.util.ArrayList;
import java.util.List;
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

  /** Penalties on weights; DL4J keeps those of biases apart. */
  static List<Regularization> penalties(TrainingSpec training) {
    List<Regularization> penalties = new ArrayList<>();
    if (training.l1() > 0) {
      penalties.add(new L1Regularization(training.l1()));
    }
    if (training.l2() > 0) {
      penalties.add(new L2Regularization(training.l2()));
    }
    if (training.updater() instanceof Updater.AdamW adam && adam.weightDecay() > 0) {
      penalties.add(new WeightDecay(adam.weightDecay(), true));
    }
    return penalties;
  }
}
