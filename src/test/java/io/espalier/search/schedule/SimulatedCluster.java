package io.espalier.search.schedule;

import io.espalier.search.history.Column;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.search.simulate.VirtualCluster;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

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
  private boolean failing;

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
  }

  private VirtualCluster cluster(Scheduler scheduler) {
    return new VirtualCluster(scheduler, slots, ahead, this::outcome, history);
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
    history.append(new Event.RunResumed(new TreeMap<>(), 0));
    for (Trial trial : history.trials()) {
      if (trial.status() == TrialStatus.FAILED) {
        history.append(new Event.TrialReopened(trial.number(), "again", 0));
      }
    }
  }

  /** Runs to the end of the search. */
  History run() {
    cluster(schedulers.get()).run();
    return history;
  }

  /** Runs until so many trials have begun, and what trains then has come back. */
  History runUntil(int trials) {
    Scheduler whole = schedulers.get();
    Scheduler until =
        all ->
            all.trials().size() < trials
                ? whole.decide(all)
                : all.running().isEmpty()
                    ? new Decision.Finish("enough")
                    : new Decision.Wait("enough");
    cluster(until).run();
    return history;
  }

  /** Runs to the end of the search; the driver is killed and comes back after so many decisions. */
  History run(int killedAfter) {
    if (cluster(schedulers.get()).run(killedAfter)) {
      return history;
    }
    history.append(new Event.RunResumed(new TreeMap<>(), 0));
    return run();
  }

  private Outcome outcome(Trial trial, int toEpoch) {
    Configuration configuration = trial.configuration();
    double fate = drawn(configuration, 2);
    int last = fate > 0.97 ? 2 : fate > 0.94 ? 5 : EPOCHS;
    boolean ends = toEpoch >= last && last < EPOCHS;
    int to = ends ? Math.max(trial.epochs() + 1, last) : toEpoch;
    boolean diverges = fate < 0.06 && toEpoch >= 3;
    Outcome.Status status =
        diverges
            ? Outcome.Status.DIVERGED
            : failing && fate < 0.12 && toEpoch >= 3
                ? Outcome.Status.FAILED
                : ends || to == EPOCHS ? Outcome.Status.COMPLETED : Outcome.Status.PAUSED;
    List<Measurement> measurements = new ArrayList<>();
    for (int epoch = trial.epochs() + 1; epoch <= (diverges ? to - 1 : to); epoch++) {
      measurements.add(measurement(configuration, epoch));
    }
    Outcome sample = SampleRun.outcome(trial.number(), status, List.of());
    Checkpoint left = new Checkpoint(to, 0.1, new CheckpointRef("kept.zip"));
    return new Outcome(
        trial.number(),
        status,
        sample.reason(),
        "",
        measurements,
        List.of(),
        1_000,
        status == Outcome.Status.PAUSED ? List.of(left) : List.of(),
        timing(trial, toEpoch),
        sample.place());
  }

  /** 1 to 50 ms an epoch. */
  private Outcome.Timing timing(Trial trial, int toEpoch) {
    long seed = Seeds.seed(durations, Seeds.Purpose.DATA, trial.number(), toEpoch);
    long millis = (1 + Math.floorMod(seed, 50L)) * (toEpoch - trial.epochs());
    return new Outcome.Timing(0, millis / 1e3, 0, 0, 0);
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
    int most = 0;
    for (int busy :
        after(one -> one instanceof Event.Trained ? -1 : begins(one) ? 1 : 0)
            .headMap(moment)
            .values()) {
      most = Math.max(most, slots - busy);
    }
    return most;
  }

  /** The most trials that were paused at a time. */
  int mostPaused() {
    return after(
            one ->
                one instanceof Event.TrialPaused
                    ? 1
                    : one instanceof Event.TrialResumed || one instanceof Event.TrialStopped
                        ? -1
                        : 0)
        .values()
        .stream()
        .mapToInt(count -> count)
        .max()
        .orElse(0);
  }

  private static boolean begins(Event event) {
    return event instanceof Event.TrialStarted || event instanceof Event.TrialResumed;
  }

  /** What events add up to, by the time after all of it is done. */
  private NavigableMap<Long, Integer> after(ToIntFunction<Event> change) {
    TreeMap<Long, Integer> sums = new TreeMap<>();
    int sum = 0;
    for (Event.OfTrial event : history.events()) {
      sum += change.applyAsInt(event);
      sums.put(event.atMillis(), sum);
    }
    return sums;
  }
}
