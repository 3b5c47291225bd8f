package io.espalier.driver.run;

import io.espalier.driver.conf.ExperimentSpec;
import io.espalier.driver.run.TaskDispatcher.Completion;
import io.espalier.driver.run.TaskDispatcher.Sent;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.search.schedule.Decision;
import io.espalier.search.schedule.Scheduler;
import io.espalier.wire.Assignment;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Outcome;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Decide → dispatch → record, until the scheduler says that the search is over. */
final class SearchLoop {
  private final RunRecord record;
  private final Scheduler scheduler;
  private final TaskDispatcher dispatcher;
  private final ExperimentSpec spec;
  private final boolean measureValidation;
  private final int folds;
  private final long total;
  private final KeptTrials kept;
  private final RunObserver observer;
  private long trained;

  /**
   * @param measureValidation whether the one split has a validation part
   * @param folds of the cross-validation that each trial is; 0 for the one split
   */
  SearchLoop(
      RunRecord record,
      Scheduler scheduler,
      TaskDispatcher dispatcher,
      ExperimentSpec spec,
      boolean measureValidation,
      int folds,
      long total,
      KeptTrials kept,
      RunObserver observer) {
    this.record = record;
    this.scheduler = scheduler;
    this.dispatcher = dispatcher;
    this.spec = spec;
    this.measureValidation = measureValidation;
    this.folds = folds;
    this.total = total;
    this.kept = kept;
    this.observer = observer;
  }

  /** Runs to the end of the search. */
  void run() {
    while (!decide()) {
      observer.searching(progress());
      record.append(dispatcher.take().stream().flatMap(c -> finished(c).stream()).toList());
      record.refreshTables();
    }
    observer.searching(progress());
  }

  /** Fills the free slots; true when the search is over. */
  private boolean decide() {
    int free = dispatcher.slots() - dispatcher.running();
    List<Decision.Train> chosen = new ArrayList<>();
    while (true) {
      Decision decision =
          chosen.size() < free
              ? scheduler.decide(record.history())
              : new Decision.Wait("all slots are busy");
      if (decision instanceof Decision.Reject reject) {
        record.stage(
            new Event.TrialRejected(
                reject.trial(), reject.configuration(), reject.reason(), now()));
      } else if (decision instanceof Decision.Train train) {
        record.stage(
            new Event.TrialStarted(
                train.trial(), train.configuration(), train.seed(), train.reason(), now()));
        chosen.add(train);
      } else {
        record.flush();
        chosen.forEach(train -> dispatcher.send(assignment(train), "trial " + train.trial()));
        return decision instanceof Decision.Finish;
      }
    }
  }

  private Assignment assignment(Decision.Train train) {
    ExperimentSpec.Resolved resolved = spec.resolver().apply(train.configuration());
    Segment segment =
        new Segment(
            train.trial(),
            0,
            resolved.model(),
            resolved.training(),
            train.seed(),
            0,
            train.epochs(),
            Part.TRAIN,
            measureValidation || folds > 0,
            false,
            CheckpointRef.NONE,
            CheckpointRef.NONE);
    return new Assignment(
        train.trial(),
        folds > 0 ? CrossValidation.segments(segment, folds) : List.of(kept.prepare(segment)));
  }

  private List<Event> finished(Completion completion) {
    Sent sent = completion.sent();
    trained++;
    Outcome outcome =
        completion instanceof Completion.Done done
            ? outcome(done.outcomes())
            : LostTrials.outcome(sent, ((Completion.Lost) completion).cause());
    double queued = Math.max(0, outcome.timing().startedAtMillis() - sent.atMillis()) / 1_000.0;
    Trial trial = record.history().trial(outcome.trial()).orElseThrow();
    return kept.events(sent.assignment().segments().get(0), trial, outcome, queued, now());
  }

  private Outcome outcome(List<Outcome> outcomes) {
    return folds > 0 ? CrossValidation.merge(outcomes) : outcomes.get(0);
  }

  private Progress progress() {
    History history = record.history();
    List<Trial> best = history.best(1);
    double spread =
        best.isEmpty() ? Double.NaN : spec.objective().spread(best.get(0).measurements());
    return new Progress(
        total,
        history.finished().size(),
        history.running().size(),
        (long) history.count(TrialStatus.DIVERGED)
            + history.count(TrialStatus.FAILED)
            + history.count(TrialStatus.INVALID),
        trained,
        best.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(best.get(0).objective()),
        Double.isNaN(spread) ? OptionalDouble.empty() : OptionalDouble.of(spread),
        best.isEmpty() ? "" : best.get(0).configuration().toString());
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
