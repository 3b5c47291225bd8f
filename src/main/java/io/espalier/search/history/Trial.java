package io.espalier.search.history;

import static io.espalier.search.history.Requirement.require;

import io.espalier.wire.Checkpoint;
import io.espalier.wire.Configuration;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A configuration and all that happened to it so far.
 *
 * @param number from 1, in the order of decisions
 * @param seed the source of its weights and dropout; 0 when INVALID
 * @param reason why it ended as it did; empty until then and when it completed
 * @param segments what came of its segments, in order; empty before the first came back and when
 *     INVALID
 * @param toEpoch epochs trained when the last segment that was decided ends; 0 when INVALID
 * @param objective the objective's value after its last segment; NaN where it was not measured or
 *     the trial diverged or failed
 * @param queueSeconds seconds between the decisions to train it and the starts of its tasks
 * @param decidedAtMillis milliseconds since 1970 of the last decision about it
 * @param finishedAtMillis milliseconds since 1970 of its end; 0 until then
 */
public record Trial(
    int number,
    Configuration configuration,
    TrialStatus status,
    long seed,
    String reason,
    List<Outcome> segments,
    int toEpoch,
    double objective,
    double queueSeconds,
    long decidedAtMillis,
    long finishedAtMillis) {
  public Trial {
    segments = List.copyOf(segments);
  }

  static Trial started(Event.TrialStarted event) {
    return new Trial(
        event.trial(),
        event.configuration(),
        TrialStatus.RUNNING,
        event.seed(),
        "",
        List.of(),
        event.toEpoch(),
        Double.NaN,
        0,
        event.atMillis(),
        0);
  }

  static Trial rejected(Event.TrialRejected event) {
    return new Trial(
        event.trial(),
        event.configuration(),
        TrialStatus.INVALID,
        0,
        event.reason(),
        List.of(),
        0,
        Double.NaN,
        0,
        event.atMillis(),
        event.atMillis());
  }

  /** Checks that what starts again after an interruption is this trial. */
  void requireSame(Event.TrialStarted event) {
    require(
        configuration.equals(event.configuration()) && seed == event.seed(),
        "trial %d was interrupted and must start again with the same configuration and seed",
        number);
  }

  /** It goes on. */
  Trial resumed(Event.TrialResumed event) {
    require(
        event.toEpoch() > epochs(),
        "trial %d has %d epochs and cannot go on to %d",
        number,
        epochs(),
        event.toEpoch());
    return new Trial(
        number,
        configuration,
        TrialStatus.RUNNING,
        seed,
        "",
        segments,
        event.toEpoch(),
        objective,
        queueSeconds,
        event.atMillis(),
        0);
  }

  /** It trains from its beginning, to the same epoch. */
  Trial restarted(Event.TrialRestarted event) {
    require(!segments.isEmpty(), "trial %d cannot restart: it has not paused before", number);
    return new Trial(
        number,
        configuration,
        status,
        seed,
        reason,
        segments,
        toEpoch,
        objective,
        queueSeconds,
        event.atMillis(),
        finishedAtMillis);
  }

  /** A segment of it came back. */
  Trial trained(Event.Trained event, Objective goal) {
    List<Outcome> all = new ArrayList<>(segments);
    all.add(event.outcome());
    TrialStatus now = TrialStatus.of(event.outcome().status());
    return new Trial(
        number,
        configuration,
        now,
        seed,
        event.outcome().reason(),
        all,
        toEpoch,
        now.measured() ? goal.of(counting(all), event.outcome().parameters()) : Double.NaN,
        queueSeconds + event.queueSeconds(),
        decidedAtMillis,
        now.finished() ? event.atMillis() : 0);
  }

  /** It goes no further. */
  Trial stopped(Event.TrialStopped event) {
    return ended(TrialStatus.STOPPED, event.reason(), event.atMillis());
  }

  /** The decision by which it was stopped. */
  Event.TrialStopped stop() {
    return new Event.TrialStopped(number, reason, finishedAtMillis);
  }

  /** It is to be tried again; nothing of it counts. */
  Trial reopened(Event.TrialReopened event) {
    return new Trial(
        number,
        configuration,
        TrialStatus.RUNNING,
        seed,
        "",
        List.of(),
        toEpoch,
        Double.NaN,
        0,
        event.atMillis(),
        0);
  }

  private Trial ended(TrialStatus how, String why, long atMillis) {
    return new Trial(
        number,
        configuration,
        how,
        seed,
        why,
        segments,
        toEpoch,
        objective,
        queueSeconds,
        decidedAtMillis,
        atMillis);
  }

  /** What its training gave, all segments as one; empty before the first came back. */
  public Optional<Outcome> outcome() {
    return segments.stream().reduce(Outcome::followedBy);
  }

  /** Whether anything is known of it: a segment came back, or it was rejected. */
  public boolean observed() {
    return status != TrialStatus.RUNNING || !segments.isEmpty();
  }

  /** The states it can go on from, one per fold; empty unless it is paused. */
  public List<Checkpoint> checkpoints() {
    return status == TrialStatus.RUNNING || status == TrialStatus.PAUSED ? saved() : List.of();
  }

  private List<Checkpoint> saved() {
    return segments.isEmpty() ? List.of() : segments.get(segments.size() - 1).saved();
  }

  /** Its epochs' measurements in order; empty where nothing was trained. */
  public List<Measurement> measurements() {
    return measurements(segments);
  }

  private static List<Measurement> measurements(List<Outcome> segments) {
    return segments.size() == 1
        ? segments.get(0).measurements()
        : segments.stream().flatMap(segment -> segment.measurements().stream()).toList();
  }

  /**
   * The measurements up to the one that counts, where its best epoch does: what objectives and
   * limits are computed from.
   */
  public List<Measurement> counting() {
    return counting(segments);
  }

  private static List<Measurement> counting(List<Outcome> segments) {
    return segments.isEmpty()
        ? List.of()
        : Outcome.counting(measurements(segments), segments.get(segments.size() - 1).counted());
  }

  /** The epoch that counts, where that is the best one and not the last. */
  public OptionalInt bestEpoch() {
    return segments.isEmpty() ? OptionalInt.empty() : segments.get(segments.size() - 1).bestEpoch();
  }

  /** Trainable numbers of its network; 0 before it has come back from training and when INVALID. */
  public long parameters() {
    return segments.isEmpty() ? 0 : segments.get(segments.size() - 1).parameters();
  }

  /** Epochs trained. */
  public int epochs() {
    for (int i = segments.size() - 1; i >= 0; i--) {
      List<Measurement> last = segments.get(i).measurements();
      if (!last.isEmpty()) {
        return last.get(last.size() - 1).epoch();
      }
    }
    return 0;
  }

  /**
   * The trial as it was when only so many of its segments had come back: paused there, unless these
   * are all.
   *
   * @param count from 1 to the number of its segments
   */
  public Trial after(int count, Objective goal) {
    if (count == segments.size()) {
      return this;
    }
    List<Outcome> first = segments.subList(0, count);
    List<Measurement> measured = measurements(first);
    return new Trial(
        number,
        configuration,
        TrialStatus.PAUSED,
        seed,
        "",
        first,
        measured.get(measured.size() - 1).epoch(),
        goal.of(measured, parameters()),
        queueSeconds,
        decidedAtMillis,
        0);
  }
}
