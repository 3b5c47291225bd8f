package io.espalier.driver.run;

import io.espalier.Experiment;
import io.espalier.RetrainSpec.DataParallel;
import io.espalier.RunListener;
import io.espalier.search.history.Event;
import io.espalier.search.history.Trial;
import io.espalier.wire.Assignment;
import io.espalier.wire.Outcome;
import io.espalier.wire.Seeds;
import io.espalier.wire.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Trains chosen trials again, with the retrain part's epochs and data; each model meets the test
 * part once, after its last epoch, and is saved.
 */
final class Retraining {
  private final RunRecord record;
  private final TaskDispatcher dispatcher;
  private final ParallelTraining parallel;
  private final SideBySide sideBySide;
  private final Experiment spec;
  private final TrialSegments segments;
  private final ModelStore models;
  private final RunListener observer;

  Retraining(
      RunRecord record,
      TrainingSite site,
      Experiment spec,
      TrialSegments segments,
      ModelStore models,
      RunListener observer) {
    this.record = record;
    dispatcher = site.dispatcher();
    parallel = site.parallel();
    sideBySide = new SideBySide(record, dispatcher, site.troubles());
    this.spec = spec;
    this.segments = segments;
    this.models = models;
    this.observer = observer;
  }

  /** One model to train. */
  private record Work(Trial trial, int seedIndex, long seed) {
    List<Integer> key() {
      return List.of(trial.number(), seedIndex);
    }
  }

  /**
   * Trains what the retrain part asks for of these trials, best first; models that the record has
   * already, and that are still there, are left as they are.
   */
  void complete(List<Trial> trials) {
    List<Work> wanted = wanted(trials);
    Set<List<Integer>> recorded =
        record.history().retrained().stream()
            .filter(models::has)
            .map(model -> List.of(model.trial(), model.seedIndex()))
            .collect(Collectors.toSet());
    run(wanted, wanted.stream().filter(work -> !recorded.contains(work.key())).toList());
  }

  /** Trains what the retrain part asks for of a trial, whatever the record has. */
  void again(Trial trial) {
    List<Work> wanted = wanted(List.of(trial));
    run(wanted, wanted);
  }

  private void run(List<Work> wanted, List<Work> missing) {
    if (wanted.isEmpty()) {
      return;
    }
    if (spec.retrain().mode() instanceof DataParallel mode) {
      oneByOne(wanted, missing, mode);
    } else {
      sideBySide(wanted, missing);
    }
    observer.retraining(wanted.size(), wanted.size());
  }

  /** Each model on the whole cluster. */
  private void oneByOne(List<Work> wanted, List<Work> missing, DataParallel mode) {
    for (int i = 0; i < missing.size(); i++) {
      observer.retraining(wanted.size() - missing.size() + i, wanted.size());
      Work work = missing.get(i);
      Optional<Event> event = Optional.empty();
      while (event.isEmpty()) {
        Assignment assignment = new Assignment(i, List.of(segment(work)));
        event =
            sideBySide
                .cameBack(parallel.train(assignment, mode, dispatcher.slots(), observer))
                .map(outcomes -> recorded(work, outcomes.get(0)));
      }
      record.append(List.of(event.get()));
    }
  }

  /** Each model in one task. */
  private void sideBySide(List<Work> wanted, List<Work> missing) {
    int before = wanted.size() - missing.size();
    sideBySide.run(
        missing.stream()
            .map(
                work ->
                    new SideBySide.Training(
                        List.of(segment(work)),
                        "retrain trial " + work.trial().number(),
                        outcomes -> recorded(work, outcomes.get(0))))
            .toList(),
        done -> observer.retraining(before + done, wanted.size()));
  }

  private List<Work> wanted(List<Trial> trials) {
    List<Work> wanted = new ArrayList<>();
    for (Trial trial : trials) {
      for (int index = 0; index < spec.retrain().seeds(); index++) {
        long seed =
            index == 0
                ? trial.seed()
                : Seeds.seed(spec.seed(), Seeds.Purpose.RETRAIN, trial.number(), index);
        wanted.add(new Work(trial, index, seed));
      }
    }
    return wanted;
  }

  private Segment segment(Work work) {
    return segments.retrain(work.trial(), work.seedIndex(), work.seed());
  }

  private Event recorded(Work work, Outcome outcome) {
    String model = "";
    if (outcome.status() == Outcome.Status.COMPLETED) {
      model = models.keep(work.trial(), work.seedIndex(), work.seed(), outcome);
    }
    return new Event.Retrained(
        work.trial().number(),
        work.seedIndex(),
        work.seed(),
        outcome,
        model,
        System.currentTimeMillis());
  }
}
