package io.espalier.wire;

import java.io.Serializable;

/**
 * Train one trial from one epoch to another.
 *
 * @param trial the trial's number; for a retrain, the trial that is retrained
 * @param fold the fold of a cross-validation that it trains on, from 1; 0 for the whole data with
 *     their one split
 * @param seed the source of its weights and dropout
 * @param fromEpoch epochs already trained, 0 for a new network
 * @param toEpoch epochs trained when it ends
 * @param trainOn what it learns from
 * @param measureValidation whether the validation part is measured after each epoch
 * @param finalTest whether the test part is measured, once, after the last epoch
 * @param start the checkpoint to go on from; must exist when {@code fromEpoch} is above 0
 * @param save where to leave the trained network; {@link CheckpointRef#NONE} for nowhere
 */
public record Segment(
    int trial,
    int fold,
    ModelSpec model,
    TrainingSpec training,
    long seed,
    int fromEpoch,
    int toEpoch,
    Part trainOn,
    boolean measureValidation,
    boolean finalTest,
    CheckpointRef start,
    CheckpointRef save)
    implements Serializable {
  public Segment {
    Check.notNegative("fold", fold);
    Check.that(
        0 <= fromEpoch && fromEpoch < toEpoch,
        "a segment must train at least one epoch, not %d to %d",
        fromEpoch,
        toEpoch);
    Check.that(
        start.exists() == (fromEpoch > 0),
        "a segment from epoch %d and its checkpoint '%s' do not agree",
        fromEpoch,
        start.uri());
    Check.that(
        trainOn == Part.TRAIN || trainOn == Part.TRAIN_AND_VALIDATION,
        "nothing trains on the part %s",
        trainOn);
    Check.that(
        trainOn == Part.TRAIN || !measureValidation,
        "a validation part that is trained on measures nothing");
  }
}
