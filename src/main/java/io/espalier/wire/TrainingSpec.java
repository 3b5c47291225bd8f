package io.espalier.wire;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a network is trained.
 *
 * @param batchSize examples per step; the last batch of an epoch may be shorter, and {@link
 *     #WHOLE_PART} takes all at once
 * @param epochs passes over the training part, if {@code budget} does not count steps
 * @param budget what else ends the training
 * @param l1 λ of λ·Σ|W| added to the loss's gradient; weights only, no biases
 * @param l2 λ of ½·λ·ΣW² added to the loss's gradient; weights only, no biases
 * @param gradientClip what bounds the loss's gradient before that
 * @param labelSmoothing ε of y·(1−ε) + ε/K, which the training takes for a one-hot label y of K
 *     classes (Szegedy et al. 2016); in [0, 1), 0 for none. Measurements take the labels themselves
 * @param classWeights by what the loss of an example is multiplied while it trains
 */
public record TrainingSpec(
    Updater updater,
    LearningRateSchedule schedule,
    int batchSize,
    int epochs,
    Budget budget,
    double l1,
    double l2,
    GradientClip gradientClip,
    double labelSmoothing,
    ClassWeights classWeights)
    implements Serializable {
  /** The batch size that makes every epoch a single step. */
  public static final int WHOLE_PART = Integer.MAX_VALUE;

  /**
   * What ends a training besides its epochs.
   *
   * @param steps so many steps in all instead of whole epochs, the last epoch being cut short; 0
   *     for epochs
   * @param tolerance ends it after the first epoch whose training loss differs from the one before
   *     by at most so much; 0 for never
   * @param earlyStopping ends it when the objective no longer improves
   */
  public record Budget(int steps, double tolerance, EarlyStopping earlyStopping)
      implements Serializable {
    /** Nothing but the epochs. */
    public static final Budget EPOCHS = new Budget(0, 0);

    public Budget {
      Check.notNegative("steps", steps);
      Check.notNegative("tolerance", tolerance);
    }

    /** Without early stopping. */
    public Budget(int steps, double tolerance) {
      this(steps, tolerance, EarlyStopping.NONE);
    }

    /** The same with another early stopping. */
    public Budget with(EarlyStopping value) {
      return new Budget(steps, tolerance, value);
    }
  }

  public TrainingSpec {
    Check.positive("batch-size", batchSize);
    Check.positive("epochs", epochs);
    Check.notNegative("l1", l1);
    Check.notNegative("l2", l2);
    Check.fraction("label-smoothing", labelSmoothing);
  }

  /** A training to which all classes count alike. */
  public TrainingSpec(
      Updater updater,
      LearningRateSchedule schedule,
      int batchSize,
      int epochs,
      Budget budget,
      double l1,
      double l2,
      GradientClip gradientClip,
      double labelSmoothing) {
    this(
        updater,
        schedule,
        batchSize,
        epochs,
        budget,
        l1,
        l2,
        gradientClip,
        labelSmoothing,
        ClassWeights.NONE);
  }

  /** A training whose gradients and labels are taken as they are. */
  public TrainingSpec(
      Updater updater,
      LearningRateSchedule schedule,
      int batchSize,
      int epochs,
      Budget budget,
      double l1,
      double l2) {
    this(updater, schedule, batchSize, epochs, budget, l1, l2, GradientClip.NONE, 0);
  }

  /** A training for so many epochs. */
  public TrainingSpec(
      Updater updater,
      LearningRateSchedule schedule,
      int batchSize,
      int epochs,
      double l1,
      double l2) {
    this(updater, schedule, batchSize, epochs, Budget.EPOCHS, l1, l2);
  }

  /** A training for so many epochs, 32 examples a step, at a constant rate, without penalties. */
  public static TrainingSpec of(Updater updater, int epochs) {
    return new TrainingSpec(updater, new LearningRateSchedule.Constant(), 32, epochs, 0, 0);
  }

  /** What it does beside descending its loss, a line each, for a person. */
  public List<String> refinements() {
    List<String> said = new ArrayList<>(gradientClip.inWords().stream().toList());
    if (labelSmoothing > 0) {
      said.add(String.format(Locale.ROOT, "labels smoothed by %s", labelSmoothing));
    }
    if (!classWeights.equals(ClassWeights.NONE)) {
      said.add(classWeights.inWords());
    }
    if (budget.earlyStopping().asked()) {
      said.add(
          String.format(
              Locale.ROOT,
              "the best epoch counts, and %d without a better one end it",
              budget.earlyStopping().patience()));
    }
    return said;
  }

  /** Steps of a whole epoch over so many examples, at least 1. */
  public int stepsPerEpoch(int examples) {
    return (int) Math.max(1, ((long) examples + batchSize - 1) / batchSize);
  }

  /** Epochs to train on so many examples, the last one perhaps cut short. */
  public int epochsOn(int examples) {
    return budget.steps() == 0 ? epochs : (budget.steps() - 1) / stepsPerEpoch(examples) + 1;
  }

  /**
   * The same training for a number of epochs, whatever it counted before; a cosine over all epochs
   * stretches with them.
   */
  public TrainingSpec withEpochs(int newEpochs) {
    LearningRateSchedule stretched = schedule.stretched(epochs, newEpochs);
    return new TrainingSpec(
        updater,
        stretched,
        batchSize,
        newEpochs,
        new Budget(0, budget.tolerance(), budget.earlyStopping()),
        l1,
        l2,
        gradientClip,
        labelSmoothing,
        classWeights);
  }

  /** The same training, ended by something else. */
  public TrainingSpec withBudget(Budget value) {
    return new TrainingSpec(
        updater,
        schedule,
        batchSize,
        epochs,
        value,
        l1,
        l2,
        gradientClip,
        labelSmoothing,
        classWeights);
  }

  /** The same training with bounded gradients. */
  public TrainingSpec withGradientClip(GradientClip value) {
    return new TrainingSpec(
        updater, schedule, batchSize, epochs, budget, l1, l2, value, labelSmoothing, classWeights);
  }

  /** The same training with smoothed labels. */
  public TrainingSpec withLabelSmoothing(double value) {
    return new TrainingSpec(
        updater, schedule, batchSize, epochs, budget, l1, l2, gradientClip, value, classWeights);
  }

  /** The same training with weighted classes. */
  public TrainingSpec withClassWeights(ClassWeights value) {
    return new TrainingSpec(
        updater, schedule, batchSize, epochs, budget, l1, l2, gradientClip, labelSmoothing, value);
  }
}
