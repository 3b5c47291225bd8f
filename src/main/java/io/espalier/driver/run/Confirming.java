package io.espalier.driver.run;

import io.espalier.ConfirmSpec;
import io.espalier.Experiment;
import io.espalier.RunListener;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.wire.Outcome;
import io.espalier.wire.Seeds;
import io.espalier.wire.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Trains the best trials of a finished search once more with other seeds, so that the one that was
 * only lucky is not called best. Which ones follows from what the search measured alone.
 */
final class Confirming {
  private final RunRecord record;
  private final SideBySide sideBySide;
  private final Experiment spec;
  private final TrialSegments segments;
  private final RunListener observer;

  Confirming(
      RunRecord record,
      TrainingSite site,
      Experiment spec,
      TrialSegments segments,
      RunListener observer) {
    this.record = record;
    sideBySide = new SideBySide(record, site.dispatcher(), site.troubles());
    this.spec = spec;
    this.segments = segments;
    this.observer = observer;
  }

  /** A training that is wanted; {@code index} from 1. */
  private record Wanted(Trial trial, int index) {
    List<Integer> key() {
      return List.of(trial.number(), index);
    }
  }

  /** Whether the record lacks a confirmation. */
  static boolean isMissing(History history, ConfirmSpec confirm) {
    return !missing(history, confirm).isEmpty();
  }

  private static List<Wanted> missing(History history, ConfirmSpec confirm) {
    Set<List<Integer>> recorded =
        history.confirmations().stream()
            .map(one -> List.of(one.trial(), one.seedIndex()))
            .collect(Collectors.toSet());
    List<Wanted> missing = new ArrayList<>();
    for (Trial trial : history.ranking().searched(confirm.trials())) {
      for (int index = 1; index <= confirm.seeds(); index++) {
        Wanted wanted = new Wanted(trial, index);
        if (!recorded.contains(wanted.key())) {
          missing.add(wanted);
        }
      }
    }
    return missing;
  }

  /** Trains what the record does not have yet. */
  void complete() {
    List<Wanted> missing = missing(record.history(), spec.confirm());
    if (missing.isEmpty()) {
      return;
    }
    sideBySide.run(
        missing.stream().map(this::training).toList(),
        done -> observer.confirming(done, missing.size()));
    observer.confirming(missing.size(), missing.size());
  }

  private SideBySide.Training training(Wanted wanted) {
    Trial trial = wanted.trial();
    long seed = Seeds.seed(spec.seed(), Seeds.Purpose.CONFIRM, trial.number(), wanted.index());
    List<Segment> own = segments.confirmation(trial, wanted.index(), seed);
    return new SideBySide.Training(
        own,
        "confirm trial " + trial.number(),
        outcomes -> confirmed(wanted, seed, segments.merge(own, outcomes)));
  }

  private static Event confirmed(Wanted wanted, long seed, Outcome outcome) {
    return new Event.TrialConfirmed(
        wanted.trial().number(), wanted.index(), seed, outcome, System.currentTimeMillis());
  }
}
