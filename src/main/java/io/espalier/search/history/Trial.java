package io.espalier.search.history;

import io.espalier.wire.Configuration;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * A configuration and all that happened to it so far.
 *
 * @param number from 1, in the order of decisions
 * @param seed the source of its weights and dropout; 0 when INVALID
 * @param reason why it ended as it did; empty while it runs and when it completed
 * @param outcome what its training gave; empty while it runs and when INVALID
 * @param objective the objective's value; NaN unless it is COMPLETED or STOPPED and was measured
 * @param queueSeconds seconds between its start and the start of its task; 0 until it finished
 * @param decidedAtMillis milliseconds since 1970 of its last start, or of its rejection
 * @param finishedAtMillis milliseconds since 1970 of its end; 0 while it runs
 */
public record Trial(
    int number,
    Configuration configuration,
    TrialStatus status,
    long seed,
    String reason,
    Optional<Outcome> outcome,
    double objective,
    double queueSeconds,
    long decidedAtMillis,
    long finishedAtMillis) {

  static Trial started(Event.TrialStarted event) {
    return new Trial(
        event.trial(),
        event.configuration(),
        TrialStatus.RUNNING,
        event.seed(),
        "",
        Optional.empty(),
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
        Optional.empty(),
        Double.NaN,
        0,
        event.atMillis(),
        event.atMillis());
  }

  Trial finished(Event.TrialFinished event, Objective goal) {
    Outcome ended = event.outcome();
    TrialStatus how = TrialStatus.of(ended.status());
    return new Trial(
        number,
        configuration,
        how,
        seed,
        ended.reason(),
        Optional.of(ended),
        how.ranked() ? goal.of(ended.measurements()) : Double.NaN,
        event.queueSeconds(),
        decidedAtMillis,
        event.atMillis());
  }

  /** Its epochs' measurements in order; empty where nothing was trained. */
  public List<Measurement> measurements() {
    return outcome.map(Outcome::measurements).orElseGet(List::of);
  }

  /** Epochs trained. */
  public int epochs() {
    List<Measurement> all = measurements();
    return all.isEmpty() ? 0 : all.get(all.size() - 1).epoch();
  }
}
