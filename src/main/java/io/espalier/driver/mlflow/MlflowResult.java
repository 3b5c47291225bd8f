package io.espalier.driver.mlflow;

import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.wire.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mlflow.api.proto.Service.Metric;

/**
 * What came of a search.
 *
 * @param best its best trial, if one has a value
 * @param metrics the best trial's last measurement, and what the test part said of the model that
 *     it gave
 */
record MlflowResult(Event.RunFinished finish, Optional<Trial> best, List<Metric> metrics) {
  /** Of a history; empty while the run is not finished. */
  static Optional<MlflowResult> of(History history) {
    return history.finish().map(finish -> of(history, finish));
  }

  private static MlflowResult of(History history, Event.RunFinished finish) {
    Optional<Trial> best = history.best(1).stream().findFirst();
    List<Metric> metrics = new ArrayList<>();
    best.ifPresent(trial -> add(metrics, history, trial, finish.atMillis()));
    return new MlflowResult(finish, best, metrics);
  }

  private static void add(List<Metric> metrics, History history, Trial best, long atMillis) {
    add(metrics, "objective", best.objective(), atMillis);
    best.outcome().stream()
        .flatMap(outcome -> outcome.measurements().stream())
        .reduce((earlier, later) -> later)
        .ifPresent(
            last -> last.metrics().forEach((name, value) -> add(metrics, name, value, atMillis)));
    history.retrained().stream()
        .filter(model -> model.trial() == best.number() && model.seedIndex() == 0)
        .reduce((earlier, later) -> later)
        .stream()
        .flatMap(model -> model.outcome().test().stream())
        .map(Evaluation::metrics)
        .forEach(
            test -> test.forEach((name, value) -> add(metrics, "test_" + name, value, atMillis)));
  }

  private static void add(List<Metric> metrics, String name, double value, long atMillis) {
    if (Double.isFinite(value)) {
      metrics.add(MlflowValues.metric(name, value, atMillis, 0));
    }
  }
}
