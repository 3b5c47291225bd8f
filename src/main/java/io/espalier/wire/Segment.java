package io.espalier.wire;

import java.io.Serializable;

/**
 * Train one trial from one epoch to another.
 *
 * @param trial the trial's number; for a retrain, the trial that is retrained
 * @param fold the fold of a cross-validation that it trains on, from 1; 0 for the whole data with
 *     their one split
 * @param repeat which training of several of its configuration, from 0; each has batches of its own
 * @param seed the source of its weights and dropout
 * @param start what it goes on from; a network must be kept there unless it is new
 * @param toEpoch epochs trained when it ends
 * @param pauses whether the training has more epochs, so that the trial pauses there
 * @param trainOn what it learns from
 * @param measureValidation whether the validation part is measured after each epoch
 * @param finalTest whether the test part is measured, once, after the last epoch
 * @param save where to leave the trained network; {@link CheckpointRef#NONE} for nowhere
 * @param mostSeconds of training and evaluation: it ends, STOPPED, with the epoch in which they
 *     pass, unless that is the last one of its training; {@link #UNLIMITED} for no limit
 */
public record Segment(
    int trial,
    int fold,
    int repeat,
    ModelSpec model,
    TrainingSpec training,
    long seed,
    Checkpoint start,
    int toEpoch,
    boolean pauses,
    Part trainOn,
    boolean measureValidation,
    boolean finalTest,
    CheckpointRef save,
    double mostSeconds)
    implements Serializable {
  /** No limit of its time. */
  public static final double UNLIMITED = Double.POSITIVE_INFINITY;

  public Segment {
    Check.notNegative("fold", fold);
    Check.notNegative("repeat", repeat);
    Check.that(
        start.epoch() < toEpoch,
        "a segment must train at least one epoch, not %d to %d",
        start.epoch(),
        toEpoch);
    Check.that(
        start.network().exists() == (start.epoch() > 0),
        "a segment from epoch %d and its checkpoint '%s' do not agree",
        start.epoch(),
        start.network().uri());
    Check.that(!pauses || save.exists(), "what pauses needs a place for its network");
    Check.that(!pauses || !finalTest, "a trial that pauses does not meet the test part");
    Check.that(
        trainOn == Part.TRAIN || trainOn == Part.TRAIN_AND_VALIDATION,
        "nothing trains on the part %s",
        trainOn);
    Check.that(
        trainOn == Part.TRAIN || !measureValidation,
        "a validation part that is trained on measures nothing");
    Check.that(mostSeconds > 0, "a segment must have time, not %s seconds", mostSeconds);
  }

  /** One that is no repeat. */
  public Segment(
      int trial,
      int fold,
      ModelSpec model,
      TrainingSpec training,
      long seed,
      Checkpoint start,
      int toEpoch,
      boolean pauses,
      Part trainOn,
      boolean measureValidation,
      boolean finalTest,
      CheckpointRef save) {
    this(
        trial,
        fold,
        0,
        model,
        training,
        seed,
        start,
        toEpoch,
        pauses,
        trainOn,
        measureValidation,
        finalTest,
        save,
        UNLIMITED);
  }

  /** Epochs trained before it. */
  public int fromEpoch() {
    return start.epoch();
  }

  /** The reason of an outcome that is STOPPED after so many epochs, those before it included. */
  public static String timeIsUp(int epochs) {
    return "stopped at epoch " + epochs + ": its search.trial-minutes are over";
  }

  /** The same training within so many seconds. */
  public Segment within(double seconds) {
    return new Segment(
        trial,
        fold,
        repeat,
        model,
        training,
        seed,
        start,
        toEpoch,
        pauses,
        trainOn,
        measureValidation,
        finalTest,
        save,
        seconds);
  }

  /** The same training on another fold, with weights of its own. */
  public Segment onFold(int otherFold, long itsSeed) {
    return new Segment(
        trial,
        otherFold,
        repeat,
        model,
        training,
        itsSeed,
        start,
        toEpoch,
        pauses,
        trainOn,
        measureValidation,
        finalTest,
        save,
        mostSeconds);
  }

  /** The same for another training of the network. */
  public Segment training(TrainingSpec other) {
    return new Segment(
        trial,
        fold,
        repeat,
        model,
        other,
        seed,
        start,
        toEpoch,
        pauses,
        trainOn,
        measureValidation,
        finalTest,
        save,
        mostSeconds);
  }

  /** The same training from another state, left at another place. */
  public Segment between(Checkpoint newStart, CheckpointRef newSave) {
    return new Segment(
        trial,
        fold,
        repeat,
        model,
        training,
        seed,
        newStart,
        toEpoch,
        pauses,
        trainOn,
        measureValidation,
        finalTest,
        newSave,
        mostSeconds);
  }

  /** The same training, whose network is kept and meets the test part if there is one. */
  public Segment kept(CheckpointRef place, boolean test) {
    return new Segment(
        trial,
        fold,
        repeat,
        model,
        training,
        seed,
        start,
        toEpoch,
        pauses,
        trainOn,
        measureValidation,
        test,
        place,
        mostSeconds);
  }
}
