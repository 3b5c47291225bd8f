package io.espalier.search.schedule;

import io.espalier.search.history.Column;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.RealRange;
import io.espalier.search.space.Scale;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.space.Spacing;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Configuration;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import io.espalier.wire.Seeds;
import io.espalier.wire.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A cluster of a virtual clock. How long a segment takes is drawn at random, what a trial's
 * training gives is a function of its configuration: some diverge, some fail, some settle before
 * their end.
 */
final class SimulatedCluster {
  static final int EPOCHS = 27;
  static final SearchSpace SPACE =
      new SearchSpace(
          List.of(Parameter.of("rate", new RealRange(0, 1, Scale.LINEAR, new Spacing.Unspaced()))),
          List.of());

  /** One in twenty configurations is impossible. */
  static final Trainings TRAININGS =
      new Trainings() {
        @Override
        public Optional<String> impossible(Configuration configuration) {
          return drawn(configuration, 1) < 0.05 ? Optional.of("impossible") : Optional.empty();
        }

        @Override
        public int epochs(Configuration configuration) {
          return EPOCHS;
        }

        @Override
        public int longest() {
          return EPOCHS;
        }

        @Override
        public long checkpointBytes(Configuration configuration) {
          return 1_000_000;
        }
      };

  private final Supplier<Scheduler> schedulers;
  private final int slots;
  private final int ahead;
  private final long durations;
  private final History history;
  private final Deque<Segment> queue = new ArrayDeque<>();
  private final PriorityQueue<Running> running = new PriorityQueue<>();
  private Scheduler scheduler;
  private long clock;
  private final TreeMap<Long, Integer> idle = new TreeMap<>();
  private int mostPaused;
  private boolean failing;

  private record Segment(int trial, int from, int to) {}

  private record Running(long endsAt, Segment segment) implements Comparable<Running> {
    @Override
    public int compareTo(Running other) {
      return endsAt != other.endsAt
          ? Long.compare(endsAt, other.endsAt)
          : Integer.compare(segment.trial(), other.segment.trial());
    }
  }

  /**
   * @param ahead segments that are decided before there is a slot for them
   * @param durations seed of how long segments take
   */
  SimulatedCluster(Supplier<Scheduler> schedulers, int slots, int ahead, long durations) {
    this(schedulers, slots, ahead, durations, opened());
  }

  private static History opened() {
    return History.of(List.of(SampleRun.opened(1, List.of(new Column("rate", Column.Kind.REAL)))));
  }

  /** A run that goes on. */
  SimulatedCluster(
      Supplier<Scheduler> schedulers, int slots, int ahead, long durations, History history) {
    this.history = history;
    this.schedulers = schedulers;
    this.slots = slots;
    this.ahead = ahead;
    this.durations = durations;
    scheduler = schedulers.get();
  }

  /** Runs to the end of the search while some trials fail for no reason of theirs. */
  History runFailing() {
    failing = true;
    run();
    failing = false;
    return history;
  }

  /** A new driver tries failed trials again. */
  void retryFailed() {
    kill();
    for (Trial trial : history.trials()) {
      if (trial.status() == TrialStatus.FAILED) {
        history.append(new Event.TrialReopened(trial.number(), "again", clock));
      }
    }
  }

  /** Runs to the end of the search. */
  History run() {
    return run(Integer.MAX_VALUE);
  }

  /** Runs until so many trials have begun, and what trains then has come back. */
  History runUntil(int trials) {
    Scheduler whole = scheduler;
    scheduler =
        all ->
            all.trials().size() < trials
                ? whole.decide(all)
                : all.running().isEmpty()
                    ? new Decision.Finish("enough")
                    : new Decision.Wait("enough");
    run();
    scheduler = whole;
    return history;
  }

  /** Runs to the end of the search; the driver is killed and comes back after so many decisions. */
  History run(int killedAfter) {
    int decisions = 0;
    while (true) {
      boolean waits = false;
      while (!waits && running.size() + queue.size() < slots + ahead) {
        Decision decision = scheduler.decide(history);
        if (decision instanceof Decision.Finish) {
          return history;
        }
        waits = decision instanceof Decision.Wait;
        carryOut(decision);
        send();
        if (!waits && ++decisions == killedAfter) {
          kill();
        }
      }
      idle.put(clock, slots - running.size());
      mostPaused = Math.max(mostPaused, history.paused().size());
      comeBack();
    }
  }

  private void kill() {
    running.clear();
    queue.clear();
    history.append(new Event.RunResumed(new TreeMap<>(), clock));
    scheduler = schedulers.get();
  }

  private void carryOut(Decision decision) {
    if (decision instanceof Decision.Start start) {
      history.append(
          new Event.TrialStarted(
              start.trial(),
              start.configuration(),
              start.seed(),
              start.toEpoch(),
              start.reason(),
              clock));
      queue.add(new Segment(start.trial(), 0, start.toEpoch()));
    } else if (decision instanceof Decision.Resume resume) {
      int from = history.trial(resume.trial()).orElseThrow().epochs();
      history.append(
          new Event.TrialResumed(resume.trial(), resume.toEpoch(), resume.reason(), clock));
      queue.add(new Segment(resume.trial(), from, resume.toEpoch()));
    } else if (decision instanceof Decision.Stop stop) {
      history.append(new Event.TrialStopped(stop.trial(), stop.reason(), clock));
    } else if (decision instanceof Decision.Reject reject) {
      history.append(
          new Event.TrialRejected(reject.trial(), reject.configuration(), reject.reason(), clock));
    }
  }

  private void send() {
    while (running.size() < slots && !queue.isEmpty()) {
      Segment next = queue.remove();
      long seed = Seeds.seed(durations, Seeds.Purpose.DATA, next.trial(), next.to());
      long perEpoch = 1 + Math.floorMod(seed, 50L);
      running.add(new Running(clock + perEpoch * (next.to() - next.from()), next));
    }
  }

  private void comeBack() {
    Running first = running.remove();
    clock = first.endsAt();
    Segment segment = first.segment();
    Outcome outcome = outcome(segment);
    history.append(
        outcome.status() == Outcome.Status.PAUSED
            ? new Event.TrialPaused(segment.trial(), outcome, 0, clock)
            : new Event.TrialFinished(segment.trial(), outcome, 0, clock));
    send();
  }

  private Outcome outcome(Segment segment) {
    Configuration configuration = history.trial(segment.trial()).orElseThrow().configuration();
    double fate = drawn(configuration, 2);
    int last = fate > 0.97 ? 2 : fate > 0.94 ? 5 : EPOCHS;
    boolean ends = segment.to() >= last && last < EPOCHS;
    int to = ends ? Math.max(segment.from() + 1, last) : segment.to();
    boolean diverges = fate < 0.06 && segment.to() >= 3;
    Outcome.Status status =
        diverges
            ? Outcome.Status.DIVERGED
            : failing && fate < 0.12 && segment.to() >= 3
                ? Outcome.Status.FAILED
                : ends || to == EPOCHS ? Outcome.Status.COMPLETED : Outcome.Status.PAUSED;
    List<Measurement> measurements = new ArrayList<>();
    for (int epoch = segment.from() + 1; epoch <= (diverges ? to - 1 : to); epoch++) {
      measurements.add(measurement(configuration, epoch));
    }
    Outcome sample = SampleRun.outcome(segment.trial(), status, List.of());
    Checkpoint left = new Checkpoint(to, 0.1, new CheckpointRef("kept.zip"));
    return new Outcome(
        segment.trial(),
        status,
        sample.reason(),
        "",
        measurements,
        List.of(),
        1_000,
        status == Outcome.Status.PAUSED ? List.of(left) : List.of(),
        sample.timing(),
        sample.place());
  }

  private static Measurement measurement(Configuration configuration, int epoch) {
    double loss = loss(configuration, epoch);
    return new Measurement(
        epoch, new TreeMap<>(Map.of("validation_loss", loss)), new TreeMap<>(), 0.1, 0.1, 0.1);
  }

  /** Falls towards the configuration's own limit, at its own pace. */
  static double loss(Configuration configuration, int epoch) {
    return drawn(configuration, 3) + drawn(configuration, 4) / epoch;
  }

  private static double drawn(Configuration configuration, int what) {
    double rate = ((Value.Real) configuration.value("rate").orElseThrow()).value();
    long seed = Seeds.seed(what, Seeds.Purpose.DATA, Double.doubleToLongBits(rate));
    return (seed >>> 11) * 0x1.0p-53;
  }

  /** What the tables have of the trials, without times. */
  static List<List<Object>> table(History history) {
    return history.trials().stream().map(SimulatedCluster::row).toList();
  }

  private static List<Object> row(Trial trial) {
    return List.of(
        trial.number(),
        trial.configuration(),
        trial.status(),
        trial.reason(),
        trial.seed(),
        trial.epochs(),
        trial.objective());
  }

  /** Most slots that had nothing to do at a time before a moment. */
  int idleBefore(long moment) {
    return idle.headMap(moment).values().stream().mapToInt(free -> free).max().orElse(0);
  }

  /** The most trials that were paused at a time. */
  int mostPaused() {
    return mostPaused;
  }
}
