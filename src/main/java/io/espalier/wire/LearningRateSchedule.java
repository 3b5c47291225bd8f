package io.espalier.wire;

import java.io.Serializable;

/** How the learning rate changes from epoch to epoch; within an epoch it is constant. */
public sealed interface LearningRateSchedule extends Serializable {
  /**
   * The learning rate of an epoch.
   *
   * @param initial learning rate of the first epoch
   * @param epoch epochs already trained, from 0
   */
  double rate(double initial, int epoch);

  /**
   * What it is in a training of {@code epochs} epochs where it was made for one of {@code former}.
   */
  default LearningRateSchedule stretched(int former, int epochs) {
    return this;
  }

  /** Always the initial rate. */
  record Constant() implements LearningRateSchedule {
    @Override
    public double rate(double initial, int epoch) {
      return initial;
    }
  }

  /** Multiplied by {@code factor} after every epoch. */
  record Decay(double factor) implements LearningRateSchedule {
    public Decay {
      Check.positive("factor", factor);
    }

    @Override
    public double rate(double initial, int epoch) {
      return initial * Math.pow(factor, epoch);
    }
  }

  /** Multiplied by {@code factor} after every {@code epochs} epochs. */
  record Step(double factor, int epochs) implements LearningRateSchedule {
    public Step {
      Check.positive("factor", factor);
      Check.positive("epochs", epochs);
    }

    @Override
    public double rate(double initial, int epoch) {
      return initial * Math.pow(factor, Math.floorDiv(epoch, epochs));
    }
  }

  /**
   * Half a cosine from the initial rate down to {@code minimum} over {@code epochs} epochs
   * (Loshchilov and Hutter 2017), then {@code minimum}.
   */
  record Cosine(int epochs, double minimum) implements LearningRateSchedule {
    public Cosine {
      Check.positive("epochs", epochs);
      Check.notNegative("minimum", minimum);
    }

    @Override
    public double rate(double initial, int epoch) {
      double progress = Math.min(1.0, (double) epoch / epochs);
      return minimum + (initial - minimum) * (1 + Math.cos(Math.PI * progress)) / 2;
    }

    /** One over all epochs stretches with them. */
    @Override
    public LearningRateSchedule stretched(int former, int epochs) {
      return this.epochs == former ? new Cosine(epochs, minimum) : this;
    }
  }

  /**
   * Another schedule whose first {@code epochs} rates rise in a line to it: 1/(epochs + 1) of what
   * it says, 2/(epochs + 1), … (gradual warm-up, Goyal et al. 2017).
   */
  record WarmUp(int epochs, LearningRateSchedule then) implements LearningRateSchedule {
    public WarmUp {
      Check.positive("epochs", epochs);
    }

    @Override
    public double rate(double initial, int epoch) {
      return then.rate(initial, epoch) * Math.min(1.0, (epoch + 1.0) / (epochs + 1.0));
    }

    @Override
    public LearningRateSchedule stretched(int former, int newEpochs) {
      return new WarmUp(epochs, then.stretched(former, newEpochs));
    }
  }
}
