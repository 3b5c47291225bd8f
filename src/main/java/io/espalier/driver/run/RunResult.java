package io.espalier.driver.run;

import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.wire.Measurement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a finished run found.
 *
 * @param folder the run's folder
 * @param counts trials by status
 * @param best the best trial by the objective; empty if none was measured
 * @param retrained the retrained models, in the order of their training
 * @param digest SHA-256 over the tables, without where and how long
 */
public record RunResult(
    String experiment,
    int run,
    String folder,
    Objective objective,
    Map<TrialStatus, Integer> counts,
    Optional<Trial> best,
    List<Event.Retrained> retrained,
    String digest) {
  /** The result in a history that has finished. */
  static RunResult of(History history, String folder) {
    Map<TrialStatus, Integer> counts = new EnumMap<>(TrialStatus.class);
    for (TrialStatus status : TrialStatus.values()) {
      if (history.count(status) > 0) {
        counts.put(status, history.count(status));
      }
    }
    Event.RunOpened opened = history.opened();
    return new RunResult(
        opened.experiment(),
        opened.run(),
        folder,
        opened.objective(),
        counts,
        history.best(1).stream().findFirst(),
        history.retrained(),
        history.finish().map(Event.RunFinished::digest).orElse(""));
  }

  /** The last epoch's metrics of the best trial, if it was measured. */
  public Optional<Measurement> bestMeasurement() {
    return best.map(Trial::measurements).filter(m -> !m.isEmpty()).map(m -> m.get(m.size() - 1));
  }
}
