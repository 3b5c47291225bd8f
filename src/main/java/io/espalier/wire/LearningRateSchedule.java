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
  }
}
