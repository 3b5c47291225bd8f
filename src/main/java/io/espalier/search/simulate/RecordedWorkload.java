package io.espalier.search.simulate;

import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.search.schedule.Trainings;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.suggest.NearestConfiguration;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Configuration;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Status;
import io.espalier.wire.Outcome.Timing;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Replays what a run recorded, epoch by epoch. Only trials whose training came to its own end are
 * replayed: completed and diverged ones; those that were impossible are so again. A configuration
 * that was not recorded takes what the nearest one gave ({@link NearestConfiguration}).
 */
public final class RecordedWorkload implements Workload, Trainings {
  private static final Set<TrialStatus> KNOWN =
      EnumSet.of(TrialStatus.COMPLETED, TrialStatus.DIVERGED);

  private final List<Trial> known;
  private final Map<Configuration, Trial> recorded = new LinkedHashMap<>();
  private final Map<Configuration, Trial> impossible = new LinkedHashMap<>();
  private final NearestConfiguration nearest;
  private final int longest;

  /**
   * Replays a run.
   *
   * @param space by which configurations are near each other
   * @throws IllegalArgumentException if no trial of the run came to its own end
   */
  public RecordedWorkload(History run, SearchSpace space) {
    known = run.trials().stream().filter(trial -> KNOWN.contains(trial.status())).toList();
    if (known.isEmpty()) {
      throw new IllegalArgumentException(
          "the run has no trial that trained to its end, so there is nothing to replay");
    }
    known.forEach(trial -> recorded.putIfAbsent(trial.configuration(), trial));
    run.trials().stream()
        .filter(trial -> trial.status() == TrialStatus.INVALID)
        .forEach(trial -> impossible.putIfAbsent(trial.configuration(), trial));
    nearest = new NearestConfiguration(space, known.stream().map(Trial::configuration).toList());
    longest = Math.max(1, known.stream().mapToInt(Trial::epochs).max().orElseThrow());
  }

  /** How many trials can be replayed. */
  public int replayable() {
    return known.size();
  }

  /** Whether a configuration's own outcome is recorded, not just that of one near to it. */
  public boolean has(Configuration configuration) {
    return recorded.containsKey(configuration) || impossible.containsKey(configuration);
  }

  private Trial source(Configuration configuration) {
    return Optional.ofNullable(recorded.get(configuration))
        .orElseGet(() -> known.get(nearest.to(configuration)));
  }

  @Override
  public Outcome train(Trial trial, int toEpoch) {
    Trial source = source(trial.configuration());
    List<Measurement> measurements = new ArrayList<>();
    for (Measurement measurement : source.measurements()) {
      if (measurement.epoch() > trial.epochs() && measurement.epoch() <= toEpoch) {
        measurements.add(measurement);
      }
    }
    Outcome whole = source.outcome().orElseThrow();
    boolean diverges = source.status() == TrialStatus.DIVERGED && toEpoch > source.epochs();
    boolean pauses = !diverges && toEpoch < epochs(trial.configuration());
    return new Outcome(
        trial.number(),
        diverges ? Status.DIVERGED : pauses ? Status.PAUSED : Status.COMPLETED,
        diverges ? whole.reason() : "",
        "",
        measurements,
        List.of(),
        source.parameters(),
        pauses
            ? List.of(new Checkpoint(toEpoch, Double.NaN, new CheckpointRef("recorded")))
            : List.of(),
        timing(measurements, diverges ? brokenSeconds(source, whole) : 0),
        whole.place(),
        pauses || diverges ? List.of() : whole.counted());
  }

  private static Timing timing(List<Measurement> measurements, double further) {
    return new Timing(
        0,
        measurements.stream().mapToDouble(Measurement::trainSeconds).sum() + further,
        measurements.stream().mapToDouble(Measurement::evaluateSeconds).sum(),
        0,
        0);
  }

  /** What the epoch took that diverged and was not measured. */
  private static double brokenSeconds(Trial source, Outcome whole) {
    double measured = source.measurements().stream().mapToDouble(Measurement::trainSeconds).sum();
    return Math.max(0, whole.timing().trainSeconds() - measured);
  }

  @Override
  public Optional<String> impossible(Configuration configuration) {
    return Optional.ofNullable(impossible.get(configuration)).map(Trial::reason);
  }

  /** As many as were trained; of what diverged as many as the longest training has. */
  @Override
  public int epochs(Configuration configuration) {
    Trial source = source(configuration);
    return source.status() == TrialStatus.DIVERGED ? longest(source) : source.epochs();
  }

  private int longest(Trial diverged) {
    return Math.max(longest, diverged.epochs() + 1);
  }

  @Override
  public int longest() {
    return longest;
  }

  /** Weights and one state of the updater, in single precision. */
  @Override
  public long checkpointBytes(Configuration configuration) {
    return 2 * Float.BYTES * source(configuration).parameters();
  }
}
