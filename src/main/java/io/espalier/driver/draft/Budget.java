package io.espalier.driver.draft;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How many trials of how many epochs fill a given time.
 *
 * @param trials at least 4
 * @param epochs of a trial that trains to its end, at least 3
 * @param rungs epochs at which only a third of the trials goes on, rising and below {@code epochs};
 *     none: all train to their end
 * @param confirmed so many of the best train again, three times each, before one is called best
 */
record Budget(int trials, int epochs, List<Integer> rungs, int confirmed) {
  /** Where few examples say which configuration is best, so many may owe it to luck. */
  private static final int CONFIRMED = 3;

  private static final int CONFIRMING_SEEDS = 3;

  /** One of so many trials goes on from a rung. */
  static final int REDUCTION = 3;

  /** Optimiser steps after which networks of this size have usually learnt what they can. */
  private static final int USUAL_STEPS = 12_000;

  private static final int FEWEST_EPOCHS = 3;
  private static final int MOST_EPOCHS = 300;
  private static final int FEW_TRIALS = 24;
  private static final int MANY_TRIALS = 150;
  private static final int FEWEST_TRIALS = 4;
  private static final int FEWEST_USEFUL = 8;

  /** The first of two rungs is at a ninth of the epochs, and a trial is seen there a few times. */
  private static final int FEWEST_EPOCHS_OF_RUNGS = FEWEST_EPOCHS * REDUCTION * REDUCTION;

  /** What the program takes besides its trials: virtual machine, Spark, tables, report. */
  static final double PROGRAM_SECONDS = 14;

  Budget {
    rungs = List.copyOf(rungs);
  }

  /** All trials train to their end. */
  static Budget plain(int trials, int epochs) {
    return new Budget(trials, epochs, List.of(), 0);
  }

  /** Two rungs, at a ninth and at a third of the epochs. */
  private static Budget withRungs(int trials, int epochs) {
    int second = (int) Math.round((double) epochs / REDUCTION);
    return new Budget(trials, epochs, List.of(second / REDUCTION, second), 0);
  }

  /** The epochs that a trial trains on average. */
  private double meanEpochs() {
    double mean = 0;
    double share = 1;
    int from = 0;
    for (int rung : rungs) {
      mean += share * (rung - from);
      share /= REDUCTION;
      from = rung;
    }
    return mean + share * (epochs - from);
  }

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
    /** How many trials of these epochs and rungs there is time for. */
    private double trials(double seconds, Budget form) {
      double left = seconds - fixed(form);
      return slots * left / (folds * mean(form));
    }

    /** Seconds of all but the search: one training is that of the best. */
    private double fixed(Budget form) {
      double confirming = (double) form.confirmed * CONFIRMING_SEEDS * folds / slots;
      return PROGRAM_SECONDS + loadSeconds + (1 + confirming) * whole(form);
    }

    /** Seconds of one training to its end. */
    private double whole(Budget form) {
      return form.epochs * epochSeconds + trialSeconds;
    }

    /** Seconds of a trial on one fold, on average; going on from a rung takes a start as well. */
    private double mean(Budget form) {
      double starts = 1;
      double share = 1;
      for (int i = 0; i < form.rungs.size(); i++) {
        share /= REDUCTION;
        starts += share;
      }
      return form.meanEpochs() * epochSeconds + starts * trialSeconds;
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
      double rounds = Math.ceil((double) budget.trials / slots);
      return fixed(budget) + rounds * folds * mean(budget);
    }
  }

  /**
   * The budget of so many seconds. Where there is time for many trials of the usual epochs, all
   * train to their end, for longer still if there is time. Else most of them stop at a rung, and
   * where even so there would be few the epochs are fewer. Where there are folds the best are
   * confirmed, if that leaves time for enough trials.
   */
  static Budget of(double seconds, Cost cost) {
    int usual = usualEpochs(cost.steps);
    int epochs = usual;
    if (cost.trials(seconds, plain(0, usual)) >= MANY_TRIALS) {
      while (epochs < MOST_EPOCHS && cost.trials(seconds, plain(0, epochs + 1)) > MANY_TRIALS) {
        epochs++;
      }
      return filled(seconds, cost, plain(0, epochs));
    }
    while (epochs > fewestEpochs(usual) && cost.trials(seconds, form(epochs)) < FEW_TRIALS) {
      epochs--;
    }
    while (epochs > FEWEST_EPOCHS && cost.trials(seconds, form(epochs)) < FEWEST_USEFUL) {
      epochs--;
    }
    return filled(seconds, cost, form(epochs));
  }

  private static Budget form(int epochs) {
    return epochs < FEWEST_EPOCHS_OF_RUNGS ? plain(0, epochs) : withRungs(0, epochs);
  }

  private static Budget filled(double seconds, Cost cost, Budget form) {
    Budget confirming = new Budget(0, form.epochs, form.rungs, CONFIRMED);
    boolean confirms = cost.folds > 1 && cost.trials(seconds, confirming) >= FEW_TRIALS;
    Budget chosen = confirms ? confirming : form;
    int trials = (int) Math.max(FEWEST_TRIALS, cost.trials(seconds, chosen));
    return new Budget(rounded(trials), chosen.epochs, chosen.rungs, chosen.confirmed);
  }

  private static int usualEpochs(int steps) {
    return Math.max(5, Math.min(MOST_EPOCHS, USUAL_STEPS / Math.max(1, steps)));
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
    String stops =
        rungs.isEmpty()
            ? ""
            : rungs.stream()
                .map(String::valueOf)
                .collect(
                    Collectors.joining(" and ", ", of which a third goes on after ", " epochs"));
    return String.format(Locale.ROOT, "%d trials of %d epochs%s", trials, epochs, stops);
  }
}
