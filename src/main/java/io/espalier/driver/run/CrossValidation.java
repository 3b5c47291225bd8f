package io.espalier.driver.run;

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
import java.util.stream.IntStream;

/**
 * The outcomes of a trial's folds as the trial's own.
 *
 * @param folds k
 * @param segments that were sent, of those folds that had not ended before
 * @param before the states that the folds left before, in order; empty for new ones
 */
record CrossValidation(int folds, List<Segment> segments, List<Checkpoint> before) {
  CrossValidation {
    segments = List.copyOf(segments);
    before = List.copyOf(before);
  }

  /**
   * Measurements are means over the folds, with their spread, of the epochs that all of them
   * reached; seconds are summed. The first fold that was not trained as asked decides how the trial
   * ended; it has paused as long as one fold has. The test part was not met.
   *
   * @param outcomes in the order of the segments; fewer than there are if one was not trained
   */
  Outcome merge(List<Outcome> outcomes) {
    Outcome first = outcomes.get(0);
    Outcome deciding = first;
    String reason = "";
    for (int i = outcomes.size() - 1; i >= 0; i--) {
      Outcome outcome = outcomes.get(i);
      if (!outcome.status().trained()) {
        deciding = outcome;
        reason = "fold " + segments.get(i).fold() + ": " + outcome.reason();
      } else if (deciding.status().trained() && outcome.status() == Outcome.Status.PAUSED) {
        deciding = outcome;
      }
    }
    boolean paused = deciding.status() == Outcome.Status.PAUSED;
    return new Outcome(
        first.trial(),
        deciding.status(),
        reason,
        deciding.error(),
        segments.size() < folds ? List.of() : measurements(outcomes),
        List.of(),
        outcomes.stream().mapToLong(Outcome::parameters).max().orElse(0),
        paused ? saved(outcomes) : List.of(),
        timing(outcomes),
        first.place());
  }

  /** The folds' states in order; those that have ended keep no network. */
  private List<Checkpoint> saved(List<Outcome> outcomes) {
    List<Checkpoint> states = new ArrayList<>(before);
    while (states.size() < folds) {
      states.add(Checkpoint.NEW);
    }
    for (int i = 0; i < outcomes.size(); i++) {
      Checkpoint state = outcomes.get(i).saved().get(0);
      boolean ended = outcomes.get(i).status() == Outcome.Status.COMPLETED;
      states.set(
          segments.get(i).fold() - 1,
          ended ? new Checkpoint(state.epoch(), state.trainLoss(), CheckpointRef.NONE) : state);
    }
    return states;
  }

  private static List<Measurement> measurements(List<Outcome> folds) {
    int epochs = folds.stream().mapToInt(fold -> fold.measurements().size()).min().orElse(0);
    return IntStream.range(0, epochs)
        .mapToObj(
            epoch -> mean(folds.stream().map(fold -> fold.measurements().get(epoch)).toList()))
        .toList();
  }

  /** One epoch of all folds. */
  private static Measurement mean(List<Measurement> folds) {
    Measurement first = folds.get(0);
    SortedMap<String, Double> means = new TreeMap<>();
    SortedMap<String, Double> spreads = new TreeMap<>();
    for (String metric : common(folds)) {
      Sample sample = new Sample(folds.stream().map(fold -> fold.metric(metric)).toList());
      means.put(metric, sample.mean());
      if (folds.size() > 1) {
        spreads.put(metric, sample.spread());
      }
    }
    return new Measurement(
        first.epoch(),
        means,
        spreads,
        first.learningRate(),
        folds.stream().mapToDouble(Measurement::trainSeconds).sum(),
        folds.stream().mapToDouble(Measurement::evaluateSeconds).sum());
  }

  /** The metrics that every fold was measured by. */
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
