package io.espalier.driver.run;

import io.espalier.Experiment;
import io.espalier.RetrainSpec;
import io.espalier.search.history.Event;
import io.espalier.search.history.Trial;
import io.espalier.search.schedule.Decision;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Configuration;
import io.espalier.wire.EarlyStopping;
import io.espalier.wire.Outcome;
import io.espalier.wire.Part;
import io.espalier.wire.Seeds;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.TrialPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * The segments that trials are made of: what is sent for a decision, for a model that is retrained,
 * and what comes back, as one.
 */
final class TrialSegments {
  /** One epoch can always be trained. */
  private static final double LEAST_SECONDS = 1e-3;

  private final Experiment spec;
  private final TrialPlans plans;
  private final KeptTrials kept;
  private final ModelStore models;
  private final Checkpoints checkpoints;

  TrialSegments(Experiment spec, TrialPlans plans, ModelStore models, Checkpoints checkpoints) {
    this.spec = spec;
    this.plans = plans;
    kept = new KeptTrials(spec.retrain(), plans.most(), spec.objective(), models);
    this.models = models;
    this.checkpoints = checkpoints;
  }

  /** What trains a new trial; one segment per repeat and fold where it has several. */
  List<Segment> of(Decision.Start start) {
    List<Segment> segments =
        segments(start.trial(), start.configuration(), start.seed(), 0, List.of(), start.toEpoch())
            .stream()
            .map(segment -> segment.within(mostSeconds()))
            .toList();
    boolean whole = !several() && !segments.get(0).pauses();
    return whole ? List.of(kept.prepare(segments.get(0))) : segments;
  }

  /** What trains a paused trial further. */
  List<Segment> of(Decision.Resume resume, Trial trial) {
    double left = Math.max(LEAST_SECONDS, mostSeconds() - spentSeconds(trial));
    return segments(
            trial.number(),
            trial.configuration(),
            trial.seed(),
            0,
            trial.checkpoints(),
            resume.toEpoch())
        .stream()
        .map(segment -> segment.within(left))
        .toList();
  }

  /** The same trainings, which cannot go on, from their beginning. */
  List<Segment> anew(List<Segment> segments) {
    return segments.stream()
        .map(segment -> segment.between(Checkpoint.NEW, segment.save()).within(mostSeconds()))
        .toList();
  }

  /** Of each training of a trial: search.trial-minutes. */
  private double mostSeconds() {
    return spec.search().stopping().trialMinutes().orElse(Segment.UNLIMITED) * 60;
  }

  /** Mean over its trainings, of which the measurements have the sum. */
  private double spentSeconds(Trial trial) {
    double all =
        trial.measurements().stream()
            .mapToDouble(one -> one.trainSeconds() + one.evaluateSeconds())
            .sum();
    return all / (repeats() * Math.max(1, models.folds()));
  }

  /**
   * What trains a finished trial once more, to its end, with another seed and other batches.
   *
   * @param index which time, from 1
   */
  List<Segment> confirmation(Trial trial, int index, long seed) {
    Configuration configuration = trial.configuration();
    return segments(
        trial.number(), configuration, seed, index, List.of(), plans.epochs(configuration));
  }

  /** Whether every trial has several trainings. */
  boolean several() {
    return models.folds() > 0 || repeats() > 1;
  }

  private int repeats() {
    return spec.judgement().repeats();
  }

  /** For each repeat and fold what trains it, unless it has ended. */
  private List<Segment> segments(
      int trial,
      Configuration configuration,
      long seed,
      int time,
      List<Checkpoint> starts,
      int toEpoch) {
    int folds = models.folds();
    List<Segment> segments = new ArrayList<>();
    int number = 0;
    for (int repeat = 0; repeat < repeats(); repeat++) {
      long own = repeat == 0 ? seed : Seeds.seed(seed, Seeds.Purpose.REPEAT, repeat);
      for (int fold = Math.min(1, folds); fold <= folds; fold++) {
        Checkpoint start = starts.isEmpty() ? Checkpoint.NEW : starts.get(number);
        number++;
        boolean ended = start.epoch() > 0 && !start.network().exists();
        if (!ended) {
          segments.add(
              segment(trial, configuration, own, fold, time * repeats() + repeat, start, toEpoch));
        }
      }
    }
    return segments;
  }

  private Segment segment(
      int trial,
      Configuration configuration,
      long seed,
      int fold,
      int repeat,
      Checkpoint start,
      int toEpoch) {
    TrialPlan resolved = plans.of(configuration);
    boolean pauses = toEpoch < plans.epochs(configuration);
    return new Segment(
        trial,
        fold,
        repeat,
        resolved.model(),
        resolved.training(),
        fold == 0 ? seed : Seeds.seed(seed, Seeds.Purpose.FOLD, fold),
        start,
        toEpoch,
        pauses,
        Part.TRAIN,
        models.hasValidation() || fold > 0,
        false,
        pauses ? checkpoints.at(trial, fold, repeat, toEpoch) : CheckpointRef.NONE,
        Segment.UNLIMITED);
  }

  /**
   * What trains a trial again as the retrain part asks for; its network is kept and tested. Without
   * a validation part it trains for as many epochs as the trial's best one has.
   */
  Segment retrain(Trial trial, int seedIndex, long seed) {
    TrialPlan resolved = plans.of(trial.configuration());
    RetrainSpec retrain = spec.retrain();
    boolean validates = retrain.data() == Part.TRAIN && models.hasValidation();
    TrainingSpec training =
        retrain.epochs() == 0
            ? resolved.training()
            : resolved.training().withEpochs(retrain.epochs());
    int epochs = training.epochsOn(models.examples(retrain.data()));
    if (retrain.epochs() > 0 || !validates) {
      training = training.withBudget(training.budget().with(EarlyStopping.NONE));
      epochs = retrain.epochs() == 0 ? Math.min(epochs, trial.bestEpoch().orElse(epochs)) : epochs;
    }
    return new Segment(
        trial.number(),
        0,
        resolved.model(),
        training,
        seed,
        Checkpoint.NEW,
        epochs,
        false,
        retrain.data(),
        validates,
        models.hasTest(),
        models.checkpoint(trial.number(), seedIndex));
  }

  /**
   * The trial's outcome, from those of its segments as far as they came back; what was measured
   * before and once more is not in it.
   */
  Outcome merge(Trial trial, List<Segment> segments, List<Outcome> all) {
    List<Outcome> outcomes = all.stream().map(outcome -> outcome.after(trial.epochs())).toList();
    return several() ? mean(segments, trial.checkpoints()).merge(outcomes) : outcomes.get(0);
  }

  /** The outcome of a confirmation, whose segments start anew. */
  Outcome merge(List<Segment> segments, List<Outcome> outcomes) {
    return several() ? mean(segments, List.of()).merge(outcomes) : outcomes.get(0).untested();
  }

  private TrialMean mean(List<Segment> segments, List<Checkpoint> before) {
    return new TrialMean(models.folds(), repeats(), spec.objectives(), segments, before);
  }

  /** What is recorded of a trial whose segments came back. */
  List<Event> events(
      Trial trial, List<Segment> segments, Outcome outcome, double queueSeconds, long atMillis) {
    checkpoints.cameBack(trial.number(), outcome.timing());
    if (outcome.status() == Outcome.Status.PAUSED) {
      checkpoints.replaced(trial.checkpoints());
      return List.of(new Event.TrialPaused(trial.number(), outcome, queueSeconds, atMillis));
    }
    if (!trial.checkpoints().isEmpty() || segments.get(0).pauses()) {
      ended(trial.number());
    }
    return kept.events(segments.get(0), trial, outcome, queueSeconds, atMillis);
  }

  /** A trial goes no further: nothing needs its checkpoints once that is recorded. */
  void ended(int trial) {
    checkpoints.ended(trial);
  }

  /** The search, or retraining, is over: no checkpoint is needed any more. */
  void over() {
    checkpoints.sweepAll();
  }

  /** The journal has all that was said here: what nothing can need any more is removed. */
  void recorded() {
    checkpoints.sweep();
  }
}
