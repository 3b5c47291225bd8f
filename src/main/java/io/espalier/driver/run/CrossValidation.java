package io.espalier.driver.run;

import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import io.espalier.wire.Seeds;
import io.espalier.wire.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** A trial that is a k-fold cross-validation: one segment per fold, and their outcomes as one. */
final class CrossValidation {
  private CrossValidation() {}

  /**
   * A trial's segment once per fold; each fold has weights of its own.
   *
   * @param folds k, above 0
   */
  static List<Segment> segments(Segment trial, int folds) {
    return IntStream.rangeClosed(1, folds).mapToObj(fold -> segment(trial, fold)).toList();
  }

  private static Segment segment(Segment trial, int fold) {
    return new Segment(
        trial.trial(),
        fold,
        trial.model(),
        trial.training(),
        Seeds.seed(trial.seed(), Seeds.Purpose.FOLD, fold),
        trial.fromEpoch(),
        trial.toEpoch(),
        trial.trainOn(),
        trial.measureValidation(),
        trial.finalTest(),
        trial.start(),
        trial.save());
  }

  /**
   * The outcomes of a trial's folds as the trial's own. Measurements are means over the folds, with
   * their spread, of the epochs that all of them reached; seconds are summed. The first fold that
   * did not complete decides how the trial ended. The test part was not met.
   *
   * @param folds in order from fold 1; fewer than there are if one did not complete
   */
  static Outcome merge(List<Outcome> folds) {
    Outcome first = folds.get(0);
    Outcome deciding = first;
    String reason = "";
    for (int fold = folds.size(); fold > 0; fold--) {
      Outcome outcome = folds.get(fold - 1);
      if (outcome.status() != Outcome.Status.COMPLETED) {
        deciding = outcome;
        reason = "fold " + fold + ": " + outcome.reason();
      }
    }
    return new Outcome(
        first.trial(),
        deciding.status(),
        reason,
        deciding.error(),
        measurements(folds),
        List.of(),
        folds.stream().mapToLong(Outcome::parameters).max().orElse(0),
        CheckpointRef.NONE,
        timing(folds),
        first.place());
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
