package io.espalier.wire;

import java.io.Serializable;

/**
 * How a network is trained.
 *
 * @param batchSize examples per step; the last batch of an epoch may be shorter, and {@link
 *     #WHOLE_PART} takes all at once
 * @param epochs passes over the training part
 * @param l1 λ of λ·Σ|W| added to the loss's gradient; weights only, no biases
 * @param l2 λ of ½·λ·ΣW² added to the loss's gradient; weights only, no biases
 */
public record TrainingSpec(
    Updater updater, LearningRateSchedule schedule, int batchSize, int epochs, double l1, double l2)
    implements Serializable {
  /** The batch size that makes every epoch a single step. */
  public static final int WHOLE_PART = Integer.MAX_VALUE;

  public TrainingSpec {
    Check.positive("batch-size", batchSize);
    Check.positive("epochs", epochs);
    Check.notNegative("l1", l1);
    Check.notNegative("l2", l2);
  }

  /**
   * The same training for another number of epochs; a cosine over all epochs stretches with them.
   */
  public TrainingSpec withEpochs(int newEpochs) {
    LearningRateSchedule stretched =
        schedule instanceof LearningRateSchedule.Cosine cosine && cosine.epochs() == epochs
            ? new LearningRateSchedule.Cosine(newEpochs, cosine.minimum())
            : schedule;
    return new TrainingSpec(updater, stretched, batchSize, newEpochs, l1, l2);
  }
}
