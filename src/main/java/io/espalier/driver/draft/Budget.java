package io.espalier.driver.draft;

import java.util.Locale;

/**
 * How many trials of how many epochs fill a given time.
 *
 * @param trials at least 4
 * @param epochs of each, at least 3
 */
record Budget(int trials, int epochs) {
  /** Optimiser steps that networks of this size have usually learnt after. */
  private static final int USUAL_STEPS = 3_000;

  private static final int FEWEST_EPOCHS = 3;
  private static final int MOST_EPOCHS = 300;
  private static final int USUAL_EPOCHS = 100;
  private static final int FEW_TRIALS = 24;
  private static final int MANY_TRIALS = 150;
  private static final int FEWEST_TRIALS = 4;
  private static final int FEWEST_USEFUL = 8;

  /** What the program takes besides its trials: virtual machine, Spark, tables, report. */
  static final double PROGRAM_SECONDS = 14;

  /**
   * What trials cost.
   *
   * @param epochSeconds of one trial's epoch on one fold, while all slots are at work
   * @param trialSeconds of one trial on one fold, whatever its epochs
   * @param loadSeconds of reading the data once
   * @param steps of an epoch
   * @param folds at least 1
   * @param slots trials side by side
   */
  record Cost(
      double epochSeconds,
      double trialSeconds,
      double loadSeconds,
      int steps,
      int folds,
      int slots) {
    /** How many trials there is time for. */
    private double trials(double seconds, int epochs) {
      double once = epochs * epochSeconds + trialSeconds;
      double left = seconds - PROGRAM_SECONDS - loadSeconds - once; // one to retrain
      return slots * left / (folds * once);
    }

    /** The same with so many times as many examples. */
    Cost times(double factor) {
      return new Cost(
          epochSeconds * factor,
          trialSeconds,
          loadSeconds,
          (int) Math.max(1, Math.round(steps * factor)),
          folds,
          slots);
    }

    /** What so many trials are expected to take in all. */
    double seconds(Budget budget) {
      double once = budget.epochs * epochSeconds + trialSeconds;
      double rounds = Math.ceil((double) budget.trials / slots);
      return PROGRAM_SECONDS + loadSeconds + once + rounds * folds * once;
    }
  }

  /**
   * The budget of so many seconds: usual epochs with as many trials as there is time for; more
   * epochs where those are many, fewer where they are few.
   */
  static Budget of(double seconds, Cost cost) {
    int usual = usualEpochs(cost.steps);
    int epochs = usual;
    while (epochs < MOST_EPOCHS && cost.trials(seconds, epochs + 1) > MANY_TRIALS) {
      epochs++;
    }
    while (epochs > fewestEpochs(usual) && cost.trials(seconds, epochs) < FEW_TRIALS) {
      epochs--;
    }
    while (epochs > FEWEST_EPOCHS && cost.trials(seconds, epochs) < FEWEST_USEFUL) {
      epochs--;
    }
    int trials = (int) Math.max(FEWEST_TRIALS, cost.trials(seconds, epochs));
    return new Budget(rounded(trials), epochs);
  }

  private static int usualEpochs(int steps) {
    return Math.max(5, Math.min(USUAL_EPOCHS, USUAL_STEPS / Math.max(1, steps)));
  }

  private static int fewestEpochs(int usual) {
    return Math.max(FEWEST_EPOCHS, usual / 4);
  }

  /**
   * The share of the examples that a small search has time for, at most 1: the fewest trials that
   * say something, of the fewest epochs.
   */
  static double affordable(double seconds, Cost cost) {
    double once = FEWEST_EPOCHS * cost.epochSeconds + cost.trialSeconds;
    double rounds = (double) FEWEST_USEFUL * cost.folds / cost.slots + 1; // one to retrain
    double left = Math.max(0, seconds - PROGRAM_SECONDS - cost.loadSeconds);
    return Math.min(1, left / (once * rounds));
  }

  /** To two digits, downwards. */
  private static int rounded(int trials) {
    int unit = 1;
    while (trials / unit >= 100) {
      unit *= 10;
    }
    return trials / unit * unit;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d trials of %d epochs", trials, epochs);
  }
}
