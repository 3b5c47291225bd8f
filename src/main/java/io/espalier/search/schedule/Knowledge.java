package io.espalier.search.schedule;

import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.search.schedule.Ladder.Arrival;
import io.espalier.wire.Configuration;
import io.espalier.wire.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What a ladder is told of a history: all that has come back, or, in order, what came of the
 * segments up to a window before the next one. In order the n-th segment is decided on the results
 * of the first n − window, whatever else is there; so nothing depends on how long segments take,
 * nor on how many train at the same time.
 */
final class Knowledge {
  private final History history;
  private final Ladder ladder;
  private final Rungs rungs;
  private final boolean inOrder;
  private final List<Decided> segments = new ArrayList<>();
  private final Map<Integer, Decided> latest = new TreeMap<>();
  private final TreeMap<Integer, Told> told = new TreeMap<>();
  private final StoppingRules rules;
  private final ToLongFunction<Configuration> size;
  private final Map<Integer, Long> kept = new TreeMap<>();
  private long keptBytes;
  private int eventsRead;
  private int segmentsTold;

  /** A segment that was decided, and what came of it once it is back. */
  private static final class Decided {
    private final int number;
    private final int trial;
    private final int rung;
    private Optional<Outcome> outcome = Optional.empty();

    Decided(int number, int trial, int rung) {
      this.number = number;
      this.trial = trial;
      this.rung = rung;
    }
  }

  /** What the ladder was told of a trial: so many segments, and the value after them. */
  private record Told(int segments, double value) {}

  /**
   * @param inOrder whether results are told in the order in which segments were decided
   * @param rules are told what the ladder is told
   * @param size bytes of a configuration's checkpoints
   */
  Knowledge(
      History history,
      Ladder ladder,
      Rungs rungs,
      boolean inOrder,
      StoppingRules rules,
      ToLongFunction<Configuration> size) {
    this.history = history;
    this.ladder = ladder;
    this.rungs = rungs;
    this.inOrder = inOrder;
    this.rules = rules;
    this.size = size;
  }

  /** Whether it is about this history. */
  boolean isOf(History other) {
    return history == other;
  }

  /** Who goes on. */
  Ladder ladder() {
    return ladder;
  }

  /** What may end the search early. */
  StoppingRules rules() {
    return rules;
  }

  /** Takes in what has happened since the last time. */
  void read() {
    List<Event.OfTrial> events = history.events();
    for (; eventsRead < events.size(); eventsRead++) {
      take(events.get(eventsRead));
    }
  }

  private void take(Event.OfTrial event) {
    if (event instanceof Event.TrialStarted started) {
      decided(started.trial(), started.toEpoch());
    } else if (event instanceof Event.TrialResumed resumed) {
      decided(resumed.trial(), resumed.toEpoch());
    } else if (event instanceof Event.Trained trained) {
      Decided segment = latest(trained.trial()).orElseThrow();
      segment.outcome = Optional.of(trained.outcome());
      if (!inOrder) {
        tell(segment);
      }
    } else if (event instanceof Event.TrialStopped stopped) {
      tellUntil(stopped.trial());
      ladder.stopped(stopped.trial());
      keeps(stopped.trial(), 0);
    }
  }

  /** A segment was decided; one that begins again after an interruption is no other. */
  private void decided(int trial, int toEpoch) {
    Optional<Decided> before = latest(trial);
    if (before.filter(segment -> segment.outcome.isEmpty()).isPresent()) {
      return;
    }
    tellUntil(trial);
    keeps(trial, 0);
    Decided segment = new Decided(segments.size(), trial, rungs.at(toEpoch));
    segments.add(segment);
    latest.put(trial, segment);
    if (before.isEmpty()) {
      ladder.started(trial);
    } else if (before.get().rung < segment.rung) {
      ladder.promoted(trial, segment.rung);
    }
  }

  private Optional<Decided> latest(int trial) {
    return Optional.ofNullable(latest.get(trial));
  }

  /** Tells what was known when something was decided about a trial that had paused. */
  private void tellUntil(int trial) {
    int last = inOrder ? latest(trial).map(segment -> segment.number).orElse(-1) : -1;
    while (segmentsTold <= last) {
      tellNext();
    }
  }

  /** In order: tells what counts for the next decision; the trial that has to come back first. */
  OptionalInt catchUp(int window) {
    while (inOrder && segmentsTold <= segments.size() - window) {
      OptionalInt missing = missing();
      if (missing.isPresent()) {
        return missing;
      }
      tellNext();
    }
    return OptionalInt.empty();
  }

  /** Whether something is left that was decided and not told yet. */
  boolean hasMore() {
    return inOrder && segmentsTold < segments.size();
  }

  /** The trial that has to come back before more can be told. */
  OptionalInt missing() {
    Decided next = segments.get(segmentsTold);
    return next.outcome.isEmpty() ? OptionalInt.of(next.trial) : OptionalInt.empty();
  }

  /** Tells what came of the next segment. */
  void tellNext() {
    tell(segments.get(segmentsTold));
    segmentsTold++;
  }

  private void tell(Decided segment) {
    Outcome outcome = segment.outcome.orElseThrow();
    Objective objective = history.opened().objective();
    Told before = told.getOrDefault(segment.trial, new Told(0, Double.NaN));
    double value = objective.of(outcome.counting(), outcome.parameters());
    if (objective.at() == Objective.At.BEST && objective.compare(before.value(), value) < 0) {
      value = before.value();
    }
    told.put(segment.trial, new Told(before.segments() + 1, value));
    boolean paused = outcome.status() == Outcome.Status.PAUSED;
    boolean came = paused || outcome.status() == Outcome.Status.COMPLETED;
    ladder.arrived(new Arrival(segment.trial, segment.rung, came ? value : Double.NaN, paused));
    Trial trial = history.trial(segment.trial).orElseThrow();
    asTold(trial).ifPresent(then -> rules.told(then, outcome.status() == Outcome.Status.COMPLETED));
    if (paused) {
      keeps(segment.trial, size.applyAsLong(trial.configuration()));
    }
  }

  private void keeps(int trial, long bytes) {
    Optional<Long> before =
        Optional.ofNullable(bytes == 0 ? kept.remove(trial) : kept.put(trial, bytes));
    keptBytes += bytes - before.orElse(0L);
  }

  /** About how many bytes the checkpoints of the trials take that are known to have paused. */
  long keptBytes() {
    return keptBytes;
  }

  /** How many trials are known to have paused. */
  int kept() {
    return kept.size();
  }

  /** The trials as far as the ladder knows them, by number, and those that were rejected. */
  List<Trial> seen() {
    List<Trial> seen = new ArrayList<>();
    for (Trial trial : history.trials()) {
      asTold(trial)
          .or(() -> Optional.of(trial).filter(one -> one.status() == TrialStatus.INVALID))
          .ifPresent(seen::add);
    }
    return seen;
  }

  /** A trial as far as the ladder knows it; empty before anything came back. */
  private Optional<Trial> asTold(Trial trial) {
    int count = told.getOrDefault(trial.number(), new Told(0, Double.NaN)).segments();
    int there = Math.min(count, trial.segments().size());
    return there > 0
        ? Optional.of(trial.after(there, history.opened().objective()))
        : Optional.empty();
  }
}
