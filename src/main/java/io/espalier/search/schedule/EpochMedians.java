package io.espalier.search.schedule;

import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The median rule between rungs: a trial that trains stops after an epoch at which it is worse than
 * the median of those that had that epoch before it. Of those, only segments count that have come
 * back.
 */
final class EpochMedians {
  private final Objective objective;
  private final int from;
  private final List<RunningMedian> medians = new ArrayList<>();
  private EpochRule rule = EpochRule.GO_ON;
  private int eventsRead;

  /** What the trials had after an epoch: so many of them, and their median. */
  private record Mark(int count, double median) {}

  /**
   * @param from the epoch from which on trials are compared; empty for never
   */
  EpochMedians(Objective objective, OptionalInt from) {
    this.objective = objective;
    this.from = from.orElse(Integer.MAX_VALUE);
  }

  /** The rule by what the history has. */
  EpochRule rule(History history) {
    List<Event.OfTrial> events = history.events();
    boolean fresh = false;
    for (; eventsRead < events.size(); eventsRead++) {
      if (events.get(eventsRead) instanceof Event.Trained trained) {
        fresh |= take(history, trained.outcome());
      }
    }
    if (fresh) {
      List<Mark> marks = medians.stream().map(all -> new Mark(all.count(), all.median())).toList();
      rule = (measurements, parameters) -> judge(marks, measurements, parameters);
    }
    return rule;
  }

  /** Adds what a segment's epochs gave; whether there was something to add. */
  private boolean take(History history, Outcome outcome) {
    List<Measurement> own = outcome.measurements();
    if (!outcome.status().trained() || own.isEmpty()) {
      return false;
    }
    List<Measurement> all = history.trial(outcome.trial()).orElseThrow().measurements();
    List<Double> values = objective.course(all, outcome.parameters());
    for (int i = 0; i < all.size(); i++) {
      int epoch = all.get(i).epoch();
      boolean ofSegment = epoch >= own.get(0).epoch() && epoch <= EpochRule.last(own).epoch();
      if (ofSegment && !Double.isNaN(values.get(i))) {
        at(epoch).add(values.get(i));
      }
    }
    return true;
  }

  private RunningMedian at(int epoch) {
    while (medians.size() < epoch) {
      medians.add(new RunningMedian());
    }
    return medians.get(epoch - 1);
  }

  private Optional<String> judge(
      List<Mark> marks, List<Measurement> measurements, long parameters) {
    int epoch = EpochRule.last(measurements).epoch();
    if (epoch < from || epoch > marks.size()) {
      return Optional.empty();
    }
    Mark mark = marks.get(epoch - 1);
    double value = objective.of(measurements, parameters);
    return mark.count() >= MedianLadder.FIRST && objective.better(mark.median(), value)
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "stopped at epoch %d: %.4g is worse than the median of %d trials before it there"
                    + " (%.4g)",
                epoch,
                value,
                mark.count(),
                mark.median()))
        : Optional.empty();
  }
}
