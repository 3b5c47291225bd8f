package io.espalier.driver.run;

import io.espalier.search.history.Objective;
import io.espalier.search.history.Sample;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import io.espalier.wire.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The outcomes of a trial's trainings, one for each repeat and fold of it, as the trial's own.
 *
 * @param folds k; 0 for none
 * @param repeats at least 1
 * @param objectives what trials are judged by
 * @param segments that were sent, of those trainings that had not ended before
 * @param before the states that the trainings left before, repeat by repeat and fold by fold; empty
 *     for new ones
 */
record TrialMean(
    int folds,
    int repeats,
    List<Objective> objectives,
    List<Segment> segments,
    List<Checkpoint> before) {
  TrialMean {
    objectives = List.copyOf(objectives);
    segments = List.copyOf(segments);
    before = List.copyOf(before);
  }

  /**
   * Measurements are means over the trainings, with their spread and that of the objectives, of the
   * epochs that all of them reached; seconds are summed. The first training that did not go as
   * asked decides how the trial ended; it was stopped, or else has paused, as soon as one training
   * was or has. The test part was not met.
   *
   * @param outcomes in the order of the segments; fewer than there are if one was not trained
   */
  Outcome merge(List<Outcome> outcomes) {
    Outcome first = outcomes.get(0);
    Outcome deciding = first;
    String reason = first.reason();
    for (int i = outcomes.size() - 1; i >= 0; i--) {
      Outcome outcome = outcomes.get(i);
      if (!outcome.status().trained()) {
        deciding = outcome;
        reason = name(segments.get(i)) + ": " + outcome.reason();
      } else if (decides(outcome.status(), deciding.status())) {
        deciding = outcome;
        reason = outcome.reason();
      }
    }
    boolean paused = deciding.status() == Outcome.Status.PAUSED;
    return new Outcome(
        first.trial(),
        deciding.status(),
        reason,
        deciding.error(),
        segments.size() < trainings() ? List.of() : measurements(outcomes),
        List.of(),
        outcomes.stream().mapToLong(Outcome::parameters).max().orElse(0),
        paused ? saved(outcomes) : List.of(),
        timing(outcomes),
        first.place(),
        deciding.status() == Outcome.Status.COMPLETED ? counted(outcomes) : List.of());
  }

  /** Of those that trained, one that was stopped decides, and then one that has paused. */
  private static boolean decides(Outcome.Status status, Outcome.Status other) {
    return other.trained()
        && other != Outcome.Status.STOPPED
        && (status == Outcome.Status.STOPPED || status == Outcome.Status.PAUSED);
  }

  private int trainings() {
    return repeats * Math.max(1, folds);
  }

  /** Which of the trainings a segment is of, from 0. */
  private int number(Segment segment) {
    return segment.repeat() % repeats * Math.max(1, folds) + Math.max(0, segment.fold() - 1);
  }

  private String name(Segment segment) {
    String repeat = repeats > 1 ? "repeat " + (segment.repeat() % repeats + 1) : "";
    String fold = folds > 0 ? "fold " + segment.fold() : "";
    return repeat + (repeat.isEmpty() || fold.isEmpty() ? "" : ", ") + fold;
  }

  /** The trainings' states in order; those that have ended keep no network. */
  private List<Checkpoint> saved(List<Outcome> outcomes) {
    List<Checkpoint> states = new ArrayList<>(before);
    while (states.size() < trainings()) {
      states.add(Checkpoint.NEW);
    }
    for (int i = 0; i < outcomes.size(); i++) {
      Checkpoint state = outcomes.get(i).saved().get(0);
      boolean ended = outcomes.get(i).status() == Outcome.Status.COMPLETED;
      states.set(number(segments.get(i)), ended ? state.moved(file -> CheckpointRef.NONE) : state);
    }
    return states;
  }

  /** Where best epochs count, the mean of theirs, those of trainings that ended before included. */
  private List<Measurement> counted(List<Outcome> outcomes) {
    List<Measurement> each = new ArrayList<>();
    before.stream()
        .filter(state -> !state.network().exists())
        .flatMap(state -> state.best().stream())
        .forEach(best -> each.add(best.measurement()));
    outcomes.forEach(outcome -> each.addAll(outcome.counted()));
    if (each.size() < trainings()) {
      return List.of();
    }
    int epoch = (int) Math.round(each.stream().mapToInt(Measurement::epoch).average().orElse(0));
    long parameters = outcomes.get(0).parameters();
    return List.of(
        mean(
            Math.max(1, epoch),
            each,
            objective ->
                each.stream().map(one -> objective.of(List.of(one), parameters)).toList()));
  }

  private List<Measurement> measurements(List<Outcome> trainings) {
    int epochs =
        trainings.stream().mapToInt(training -> training.measurements().size()).min().orElse(0);
    return IntStream.range(0, epochs).mapToObj(epoch -> mean(trainings, epoch)).toList();
  }

  /** One epoch of all trainings. */
  private Measurement mean(List<Outcome> trainings, int index) {
    List<Measurement> each =
        trainings.stream().map(training -> training.measurements().get(index)).toList();
    return mean(each.get(0).epoch(), each, objective -> values(objective, trainings, index));
  }

  /** Of an objective after an epoch; of an expression, what it gives for each training. */
  private static List<Double> values(Objective objective, List<Outcome> trainings, int index) {
    return trainings.stream()
        .map(one -> objective.after(index, one.measurements(), one.parameters()))
        .toList();
  }

  /** Measurements of one training each as one. */
  private Measurement mean(
      int epoch, List<Measurement> each, Function<Objective, List<Double>> values) {
    SortedMap<String, Double> means = new TreeMap<>();
    SortedMap<String, Double> spreads = new TreeMap<>();
    for (String metric : common(each)) {
      Sample sample = new Sample(each.stream().map(one -> one.metric(metric)).toList());
      means.put(metric, sample.mean());
      if (each.size() > 1) {
        spreads.put(metric, sample.spread());
      }
    }
    for (Objective objective : objectives) {
      double spread = new Sample(values.apply(objective)).spread();
      if (!Double.isNaN(spread)) {
        spreads.put(objective.metric(), spread);
      }
    }
    return new Measurement(
        epoch,
        means,
        spreads,
        each.get(0).learningRate(),
        each.stream().mapToDouble(Measurement::trainSeconds).sum(),
        each.stream().mapToDouble(Measurement::evaluateSeconds).sum());
  }

  /** The metrics that every training was measured by. */
  private static Iterable<String> common(List<Measurement> folds) {
    TreeSet<String> metrics = new TreeSet<>(folds.get(0).metrics().keySet());
    folds.forEach(fold -> metrics.retainAll(fold.metrics().keySet()));
    return metrics;
  }

  private static Outcome.Timing timing(List<Outcome> folds) {
    List<Outcome.Timing> all = new ArrayList<>();
    folds.forEach(fold -> all.add(fold.timing()));
    return new Outcome.Timing(
        all.stream().mapToDouble(Outcome.Timing::dataSeconds).sum(),
        all.stream().mapToDouble(Outcome.Timing::trainSeconds).sum(),
        all.stream().mapToDouble(Outcome.Timing::evaluateSeconds).sum(),
        all.get(0).startedAtMillis(),
        all.get(all.size() - 1).finishedAtMillis());
  }
}
