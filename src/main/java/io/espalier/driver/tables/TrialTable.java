package io.espalier.driver.tables;

import io.espalier.search.history.Event.RunOpened;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.wire.Measurement;
import io.espalier.wire.Metric;
import io.espalier.wire.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * {@code trials}: one row per finished trial. A metric that was not measured, or is undefined, is
 * null, one that was measured as NaN is NaN; all metrics are those of the epoch that counts: the
 * last one, or {@code best_epoch} where training stops early, a column that only then is there.
 * Those that had to be asked for have columns of their own where a trial has them.
 */
final class TrialTable {
  /** Metrics with columns of their own, in the tables' order. */
  static final List<String> MAIN_METRICS =
      List.of("validation_loss", "validation_accuracy", "train_loss", "train_accuracy");

  private TrialTable() {}

  static Table<Trial> of(Recorded recorded) {
    List<Trial> finished = recorded.finished();
    return new Table<>(
        "trials",
        columns(recorded),
        finished.size(),
        from ->
            finished.subList(from, finished.size()).stream()
                .sorted(Comparator.comparingInt(Trial::number))
                .toList());
  }

  private static List<TableColumn<Trial>> columns(Recorded recorded) {
    RunOpened run = recorded.opened();
    List<String> metrics = metricColumns(recorded);
    List<TableColumn<Trial>> columns = new ArrayList<>();
    columns.add(TableColumn.text("experiment", trial -> run.experiment()));
    columns.add(TableColumn.<Trial>whole("run", trial -> run.run()).uncompared());
    columns.add(TableColumn.whole("trial", Trial::number));
    columns.add(TableColumn.text("status", trial -> trial.status().name()));
    columns.add(TableColumn.textOrNull("reason", Trial::reason));
    columns.addAll(Hyperparameters.column(run.columns()));
    columns.add(TableColumn.realOrNull("objective", TrialTable::objective));
    columns.add(
        TableColumn.realOrNull("objective_spread", trial -> spread(trial, run.objective())));
    columns.add(TableColumn.wholeOrNull("folds", trial -> folds(trial, run.folds())));
    columns.addAll(JudgementColumns.of(recorded));
    for (String metric : metrics) {
      columns.add(TableColumn.realOrNull(metric, trial -> metric(trial, metric)));
    }
    columns.add(TableColumn.reals("metrics", trial -> otherMetrics(trial.counting(), metrics)));
    columns.add(TableColumn.whole("epochs", Trial::epochs));
    if (recorded.finished().stream().anyMatch(trial -> trial.bestEpoch().isPresent())) {
      columns.add(TableColumn.wholeOrNull("best_epoch", trial -> boxed(trial.bestEpoch())));
    }
    columns.add(TableColumn.longOrNull("parameters", outcome(Outcome::parameters)));
    columns.addAll(costs());
    return columns;
  }

  static Optional<?> boxed(OptionalInt whole) {
    return whole.isPresent() ? Optional.of(whole.getAsInt()) : Optional.empty();
  }

  private static List<TableColumn<Trial>> costs() {
    return List.of(
        TableColumn.<Trial>realOrNull(
                "queue_seconds", trial -> trial.outcome().map(o -> trial.queueSeconds()))
            .uncompared(),
        TableColumn.realOrNull("data_seconds", outcome(o -> o.timing().dataSeconds())).uncompared(),
        TableColumn.realOrNull("train_seconds", outcome(o -> o.timing().trainSeconds()))
            .uncompared(),
        TableColumn.realOrNull("evaluate_seconds", outcome(o -> o.timing().evaluateSeconds()))
            .uncompared(),
        TableColumn.longOrNull("seed", TrialTable::seed),
        TableColumn.wholeOrNull("attempt", outcome(o -> o.place().attempt())).uncompared(),
        TableColumn.wholeOrNull("fused_with", outcome(o -> o.place().fusedWith())).uncompared(),
        TableColumn.textOrNull("host", (Trial trial) -> place(trial, Outcome.Place::host))
            .uncompared(),
        TableColumn.textOrNull("device", (Trial trial) -> place(trial, Outcome.Place::device))
            .uncompared(),
        TableColumn.instantOrNull(
                "started_at", outcome(o -> Instant.ofEpochMilli(o.timing().startedAtMillis())))
            .uncompared(),
        TableColumn.<Trial>instantOrNull("finished_at", trial -> Optional.of(finishedAt(trial)))
            .uncompared(),
        TableColumn.textOrNull(
                "error", (Trial trial) -> trial.outcome().map(Outcome::error).orElse(""))
            .uncompared());
  }

  private static <T> Function<Trial, Optional<?>> outcome(Function<Outcome, T> part) {
    return trial -> trial.outcome().map(part);
  }

  private static String place(Trial trial, Function<Outcome.Place, String> part) {
    return trial.outcome().map(Outcome::place).map(part).orElse("");
  }

  private static Optional<?> seed(Trial trial) {
    return trial.status() == TrialStatus.INVALID ? Optional.empty() : Optional.of(trial.seed());
  }

  private static Optional<?> objective(Trial trial) {
    return Double.isNaN(trial.objective()) ? Optional.empty() : Optional.of(trial.objective());
  }

  private static Optional<?> spread(Trial trial, Objective objective) {
    double spread =
        trial.status().ranked()
            ? objective.spread(trial.counting(), trial.parameters())
            : Double.NaN;
    return Double.isNaN(spread) ? Optional.empty() : Optional.of(spread);
  }

  /** The folds of a trained trial; null where trials have none and where nothing was trained. */
  private static Optional<?> folds(Trial trial, int folds) {
    return trial.outcome().filter(any -> folds > 0).map(any -> folds);
  }

  private static Instant finishedAt(Trial trial) {
    return Instant.ofEpochMilli(
        trial.outcome().map(o -> o.timing().finishedAtMillis()).orElse(trial.finishedAtMillis()));
  }

  private static Optional<?> metric(Trial trial, String name) {
    return last(trial.counting()).map(measurement -> measurement.metrics().get(name));
  }

  static Optional<Measurement> last(List<Measurement> measurements) {
    return measurements.isEmpty()
        ? Optional.empty()
        : Optional.of(measurements.get(measurements.size() - 1));
  }

  /** The metrics of trials that have columns of their own, in the tables' order. */
  static List<String> metricColumns(Recorded recorded) {
    return Stream.concat(
            MAIN_METRICS.stream(), recorded.metrics().stream().filter(TrialTable::isAskedFor))
        .toList();
  }

  /** Those that are not always measured; what no metric is called is the user's own. */
  private static boolean isAskedFor(String column) {
    return Metric.named(column.substring(column.indexOf('_') + 1))
        .map(metric -> !metric.always())
        .orElseGet(() -> column.startsWith("validation_"));
  }

  /** The last epoch's metrics that have no column of their own. */
  static NavigableMap<String, Double> otherMetrics(
      List<Measurement> measurements, List<String> columns) {
    NavigableMap<String, Double> others = new TreeMap<>();
    last(measurements).ifPresent(measurement -> others.putAll(measurement.metrics()));
    columns.forEach(others::remove);
    return others;
  }
}
