package io.espalier.engine.trial;

import io.espalier.wire.BestEpoch;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.EarlyStopping;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Place;
import io.espalier.wire.Outcome.Status;
import io.espalier.wire.Outcome.Timing;
import io.espalier.wire.Safekeeping;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a segment in training keeps for itself: its measurements, its end, what it leaves. */
final class TrialRun {
  private final Segment segment;
  private final TrainingWatcher watcher;
  private final SegmentKeeper keeper;
  private final Improvement improvement;
  private final List<Measurement> measurements = new ArrayList<>();
  private final List<Evaluation> test = new ArrayList<>();
  private final long startedAtMillis = System.currentTimeMillis();
  private Optional<Checkpoint> saved = Optional.empty();
  private Optional<String> stop = Optional.empty();
  private Optional<String> diverged = Optional.empty();
  private Optional<float[]> bestWeights = Optional.empty();
  private long parameters;
  private double dataSeconds;
  private double testSeconds;

  TrialRun(TrainingPlan plan, Segment segment, TrainingWatcher watcher, Safekeeping safekeeping) {
    this.segment = segment;
    improvement = improvement(plan, segment);
    this.watcher = watcher;
    keeper = new SegmentKeeper(safekeeping, segment, System::nanoTime);
  }

  /** What is trained without a validation part trains to its end. */
  static Improvement improvement(TrainingPlan plan, Segment segment) {
    EarlyStopping asked = segment.training().budget().earlyStopping();
    return new Improvement(
        segment.measureValidation() ? asked : EarlyStopping.NONE,
        plan.monitored(),
        segment.start().best());
  }

  Segment segment() {
    return segment;
  }

  TrainingWatcher watcher() {
    return watcher;
  }

  SegmentKeeper keeper() {
    return keeper;
  }

  List<Measurement> measurements() {
    return measurements;
  }

  /** An epoch was measured, here or by a former attempt. */
  void measured(Measurement measurement) {
    measurements.add(measurement);
    improvement.measured(measurement);
    stop = watcher.measured(measurement);
  }

  /** A loss or a weight is no longer finite. */
  void diverged(DivergedException why) {
    diverged = Optional.of(why.reason());
  }

  boolean hasDiverged() {
    return diverged.isPresent();
  }

  void counts(long trainableNumbers) {
    parameters = trainableNumbers;
  }

  /** Its share of the seconds spent on data. */
  void data(double seconds) {
    dataSeconds += seconds;
  }

  void tested(Evaluation evaluation, double seconds) {
    test.add(evaluation);
    testSeconds = seconds;
  }

  /**
   * Its network was saved.
   *
   * @param weights where those of its best epoch are; nowhere if the network has them
   */
  void saved(CheckpointRef weights) {
    saved =
        Optional.of(
            new Checkpoint(
                epochs(),
                trainLoss(measurements.size()),
                segment.save(),
                improvement.best().stream().map(best -> best.at(weights)).toList()));
  }

  /** The epoch just trained is the best so far, with these weights. */
  void best(float[] weights) {
    bestWeights = Optional.of(weights);
  }

  /** Whether the last epoch is the best so far. */
  boolean isBest() {
    return improvement.isBest(epochs());
  }

  /** The weights of the best epoch, where that is not the last one. */
  Optional<float[]> bestBefore() {
    return isBest() || improvement.best().isEmpty() ? Optional.empty() : bestWeights;
  }

  /** Whether its training has come to its end, so that its best epoch counts. */
  boolean completes() {
    return !hasDiverged() && cutOff().isEmpty() && !pauses();
  }

  private boolean pauses() {
    return segment.pauses() && !settled() && !endsEarly();
  }

  private boolean endsEarly() {
    return improvement.over(epochs());
  }

  /** Whether it trains no further epoch. */
  boolean over() {
    return hasDiverged() || epochs() >= segment.toEpoch() || ends();
  }

  boolean stopped() {
    return stop.isPresent();
  }

  private boolean ends() {
    return settled() || endsEarly() || late() || stop.isPresent();
  }

  /** Whether its time is up. */
  private boolean late() {
    double seconds =
        measurements.stream().mapToDouble(one -> one.trainSeconds() + one.evaluateSeconds()).sum();
    return seconds >= segment.mostSeconds();
  }

  /** Why it ends, although its training is not at its end. */
  Optional<String> cutOff() {
    boolean more = segment.pauses() || epochs() < segment.toEpoch();
    if (!more || settled() || endsEarly()) {
      return Optional.empty();
    }
    return late() ? Optional.of(Segment.timeIsUp(epochs())) : stop;
  }

  /** Epochs trained, those before it included. */
  int epochs() {
    return segment.fromEpoch() + measurements.size();
  }

  /** Whether the training loss of the last two epochs differs by no more than the tolerance. */
  private boolean settled() {
    double tolerance = segment.training().budget().tolerance();
    int epochs = measurements.size();
    return tolerance > 0
        && epochs > 0
        && Math.abs(trainLoss(epochs) - trainLoss(epochs - 1)) <= tolerance;
  }

  /** The training loss after so many epochs of this segment; NaN before the first of all. */
  private double trainLoss(int epochs) {
    return epochs == 0
        ? segment.start().trainLoss()
        : measurements.get(epochs - 1).metric("train_loss");
  }

  /** How it came to its end. */
  Outcome outcome(Place place) {
    if (diverged.isPresent()) {
      return outcome(Status.DIVERGED, diverged.get(), "", place);
    }
    Optional<String> cut = cutOff();
    if (cut.isPresent()) {
      return outcome(Status.STOPPED, cut.get(), "", place);
    }
    if (pauses()) {
      return outcome(Status.PAUSED, "", "", place);
    }
    boolean early = endsEarly() && (segment.pauses() || epochs() < segment.toEpoch());
    String reason = early ? improvement.reason(epochs()) : "";
    return outcome(Status.COMPLETED, reason, "", place);
  }

  /** It could not be built or trained. */
  Outcome failed(Throwable failure, Place place) {
    return outcome(Status.FAILED, FailureText.line(failure), FailureText.trace(failure), place);
  }

  private Outcome outcome(Status status, String reason, String error, Place place) {
    double train = measurements.stream().mapToDouble(Measurement::trainSeconds).sum();
    double evaluate = measurements.stream().mapToDouble(Measurement::evaluateSeconds).sum();
    Timing timing =
        new Timing(
            dataSeconds,
            train,
            evaluate + testSeconds,
            startedAtMillis,
            System.currentTimeMillis());
    return new Outcome(
        segment.trial(),
        status,
        reason,
        error,
        measurements,
        test,
        parameters,
        saved.stream().toList(),
        timing,
        place,
        status == Status.COMPLETED
            ? improvement.best().stream().map(BestEpoch::measurement).toList()
            : List.of());
  }
}
