package io.espalier.driver.tables;

import io.espalier.search.history.Event.RunOpened;
import io.espalier.search.history.Trial;
import io.espalier.wire.Measurement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * {@code epochs}: one row per trained epoch of a finished trial, with a column for every metric the
 * run has measured: the four of {@code trials} first, the others by name. Where trials are
 * cross-validations or repeated, metrics are means over folds and repeats, and {@code spreads}
 * holds their standard deviations by the same names.
 */
final class EpochTable {
  private EpochTable() {}

  /** A row. */
  record Row(int trial, Measurement measurement) {}

  static Table<Row> of(Recorded recorded) {
    List<Trial> finished = recorded.finished();
    return new Table<>(
        "epochs",
        columns(recorded.opened(), metrics(recorded.metrics())),
        finished.size(),
        from ->
            finished.subList(from, finished.size()).stream()
                .sorted(Comparator.comparingInt(Trial::number))
                .flatMap(
                    trial ->
                        trial.measurements().stream()
                            .map(measurement -> new Row(trial.number(), measurement)))
                .toList());
  }

  private static Iterable<String> metrics(SortedSet<String> measured) {
    LinkedHashSet<String> ordered = new LinkedHashSet<>(TrialTable.MAIN_METRICS);
    ordered.retainAll(measured);
    ordered.addAll(measured);
    return ordered;
  }

  private static List<TableColumn<Row>> columns(RunOpened run, Iterable<String> metrics) {
    List<TableColumn<Row>> columns = new ArrayList<>();
    columns.add(TableColumn.text("experiment", row -> run.experiment()));
    columns.add(TableColumn.<Row>whole("run", row -> run.run()).uncompared());
    columns.add(TableColumn.whole("trial", Row::trial));
    columns.add(TableColumn.whole("epoch", row -> row.measurement().epoch()));
    for (String metric : metrics) {
      columns.add(
          TableColumn.realOrNull(
              metric, row -> Optional.ofNullable(row.measurement().metrics().get(metric))));
    }
    if (run.folds() > 0 || run.judgement().repeats() > 1) {
      columns.add(TableColumn.reals("spreads", row -> row.measurement().spreads()));
    }
    columns.add(
        TableColumn.realOrNull(
            "learning_rate",
            row ->
                Optional.of(row.measurement().learningRate()).filter(rate -> !Double.isNaN(rate))));
    columns.add(
        TableColumn.<Row>realOrNull(
                "train_seconds", row -> Optional.of(row.measurement().trainSeconds()))
            .uncompared());
    columns.add(
        TableColumn.<Row>realOrNull(
                "evaluate_seconds", row -> Optional.of(row.measurement().evaluateSeconds()))
            .uncompared());
    return columns;
  }
}
