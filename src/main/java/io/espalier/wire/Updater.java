package io.espalier.wire;

import java.io.Serializable;

/**
 * The rule that turns a gradient into a step. {@code learningRate} is the rate of the first epoch
 * (η).
 */
public sealed interface Updater extends Serializable {
  /** Learning rate of the first epoch, above 0. */
  double learningRate();

  /** Numbers of state that it keeps for every weight. */
  int states();

  /** Plain stochastic gradient descent. */
  record Sgd(double learningRate) implements Updater {
    public Sgd {
      Check.positive("learning-rate", learningRate);
    }

    @Override
    public int states() {
      return 0;
    }
  }

  /** Heavy-ball momentum (Polyak 1964), PyTorch's kind: v ← μ·v + g, w ← w − η·v. */
  record Momentum(double learningRate, double momentum) implements Updater {
    public Momentum {
      Check.positive("learning-rate", learningRate);
      Check.fraction("momentum", momentum);
    }

    @Override
    public int states() {
      return 1;
    }
  }

  /** Nesterov's accelerated gradient. */
  record Nesterov(double learningRate, double momentum) implements Updater {
    public Nesterov {
      Check.positive("learning-rate", learningRate);
      Check.fraction("momentum", momentum);
    }

    @Override
    public int states() {
      return 1;
    }
  }

  /** Adam (Kingma and Ba 2015) with β₁, β₂ and ε. */
  record Adam(double learningRate, double beta1, double beta2, double epsilon) implements Updater {
    /** With the usual β₁ = 0.9, β₂ = 0.999 and ε = 1e-8. */
    public Adam(double learningRate) {
      this(learningRate, 0.9, 0.999, 1e-8);
    }

    public Adam {
      Check.positive("learning-rate", learningRate);
      Check.fraction("beta1", beta1);
      Check.fraction("beta2", beta2);
      Check.positive("epsilon", epsilon);
    }

    @Override
    public int states() {
      return 2;
    }
  }

  /**
   * Adam with decoupled weight decay λ (Loshchilov and Hutter 2019): besides Adam's step, w ← w −
   * η·λ·w on weights, not biases.
   */
  record AdamW(double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
      implements Updater {
    public AdamW {
      Check.positive("learning-rate", learningRate);
      Check.fraction("beta1", beta1);
      Check.fraction("beta2", beta2);
      Check.positive("epsilon", epsilon);
      Check.notNegative("weight-decay", weightDecay);
    }

    @Override
    public int states() {
      return 2;
    }
  }

  /** AdaGrad (Duchi, Hazan and Singer 2011): s ← s + g², w ← w − η·g/(√s + ε), with s = 0 first. */
  record AdaGrad(double learningRate, double epsilon) implements Updater {
    public AdaGrad {
      Check.positive("learning-rate", learningRate);
      Check.positive("epsilon", epsilon);
    }

    @Override
    public int states() {
      return 1;
    }
  }

  /** RMSProp (Tieleman and Hinton 2012) with the decay of the mean square. */
  record RmsProp(double learningRate, double decay, double epsilon) implements Updater {
    public RmsProp {
      Check.positive("learning-rate", learningRate);
      Check.fraction("decay", decay);
      Check.positive("epsilon", epsilon);
    }

    @Override
    public int states() {
      return 1;
    }
  }

  /**
   * AdaMax (Kingma and Ba 2015, section 7): m ← β₁m + (1 − β₁)g, u ← max(β₂u, |g|), w ← w − η/(1 −
   * β₁ᵗ) · m/u in step t.
   */
  record AdaMax(double learningRate, double beta1, double beta2) implements Updater {
    public AdaMax {
      Check.positive("learning-rate", learningRate);
      Check.fraction("beta1", beta1);
      Check.fraction("beta2", beta2);
    }

    @Override
    public int states() {
      return 2;
    }
  }
}
