package io.espalier.wire;

import java.io.Serializable;

/**
 * What all assignments of a run have in common; broadcast once.
 *
 * @param seed the experiment's seed, from which shuffles draw
 * @param outputs classes, or numbers to predict
 * @param trainMeasure whether training metrics are a mean over the epoch's steps or a full pass
 */
public record TrainingPlan(
    String experiment,
    long seed,
    Task task,
    InputShape input,
    int outputs,
    TrainMeasure trainMeasure)
    implements Serializable {
  /** Where {@code train_loss} and {@code train_accuracy} come from. */
  public enum TrainMeasure {
    /** The mean over the epoch's steps, weighted by examples. */
    STEPS,
    /** A full pass after the epoch. */
    FULL
  }

  public TrainingPlan {
    Check.positive("outputs", outputs);
  }
}
