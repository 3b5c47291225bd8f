package io.espalier.driver.tables;

import io.espalier.driver.tables.ClassScores.OneClass;
import io.espalier.search.history.Event.Retrained;
import io.espalier.search.history.Event.RunOpened;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import io.espalier.wire.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * {@code retrained}: one row per retrained model. Whatever a model was measured by on the test part
 * has a column, null where it is undefined. {@code metrics} holds averages over the classes
 * weighted by their examples, and what was measured after its last epoch and has no column.
 */
final class RetrainedTable {
  private static final List<String> TEST_METRICS = List.of("loss", "accuracy", "f1");

  /** By trial and seed index, then in the order in which they were retrained. */
  static final Comparator<Retrained> ORDER =
      Comparator.comparingInt(Retrained::trial).thenComparingInt(Retrained::seedIndex);

  private RetrainedTable() {}

  static Table<Retrained> of(Recorded recorded) {
    List<Retrained> all = recorded.retrained();
    return new Table<>(
        "retrained",
        columns(recorded),
        all.size(),
        from -> all.subList(from, all.size()).stream().sorted(ORDER).toList());
  }

  private static List<TableColumn<Retrained>> columns(Recorded recorded) {
    List<TableColumn<Retrained>> columns =
        new ArrayList<>(keys(recorded.opened(), Function.identity()));
    columns.add(TableColumn.text("status", row -> row.outcome().status().name()));
    columns.add(TableColumn.textOrNull("reason", row -> row.outcome().reason()));
    columns.add(TableColumn.whole("epochs", RetrainedTable::epochs));
    if (recorded.retrained().stream().anyMatch(row -> row.outcome().bestEpoch().isPresent())) {
      columns.add(
          TableColumn.wholeOrNull(
              "best_epoch", row -> TrialTable.boxed(row.outcome().bestEpoch())));
    }
    columns.add(TableColumn.longOrNull("parameters", outcome(Outcome::parameters)));
    for (String metric : testMetrics(recorded.retrained())) {
      columns.add(TableColumn.realOrNull("test_" + metric, row -> testMetric(row, metric)));
    }
    List<String> ofLastEpoch = TrialTable.metricColumns(recorded);
    for (String metric : ofLastEpoch) {
      columns.add(
          TableColumn.realOrNull(
              metric,
              row -> TrialTable.last(row.outcome().counting()).map(m -> m.metrics().get(metric))));
    }
    columns.add(TableColumn.reals("metrics", row -> otherMetrics(row, ofLastEpoch)));
    columns.add(TableColumn.textOrNull("model", Retrained::model));
    columns.add(TableColumn.longOrNull("seed", row -> Optional.of(row.seed())));
    columns.addAll(costs());
    return columns;
  }

  /** The columns that say which retrained model a row is about. */
  static <R> List<TableColumn<R>> keys(RunOpened run, Function<R, Retrained> model) {
    return List.of(
        TableColumn.text("experiment", row -> run.experiment()),
        TableColumn.<R>whole("run", row -> run.run()).uncompared(),
        TableColumn.whole("trial", row -> model.apply(row).trial()),
        TableColumn.whole("seed_index", row -> model.apply(row).seedIndex()));
  }

  private static List<TableColumn<Retrained>> costs() {
    return List.of(
        TableColumn.realOrNull("data_seconds", outcome(o -> o.timing().dataSeconds())),
        TableColumn.realOrNull("train_seconds", outcome(o -> o.timing().trainSeconds())),
        TableColumn.realOrNull("evaluate_seconds", outcome(o -> o.timing().evaluateSeconds())),
        TableColumn.wholeOrNull("attempt", outcome(o -> o.place().attempt())),
        TableColumn.textOrNull("host", row -> row.outcome().place().host()),
        TableColumn.textOrNull("device", row -> row.outcome().place().device()),
        TableColumn.instantOrNull(
            "started_at", outcome(o -> Instant.ofEpochMilli(o.timing().startedAtMillis()))),
        TableColumn.instantOrNull(
            "finished_at", outcome(o -> Instant.ofEpochMilli(o.timing().finishedAtMillis()))),
        TableColumn.textOrNull("error", row -> row.outcome().error()));
  }

  private static <T> Function<Retrained, Optional<?>> outcome(Function<Outcome, T> part) {
    return row -> Optional.of(part.apply(row.outcome()));
  }

  private static int epochs(Retrained row) {
    return TrialTable.last(row.outcome().measurements()).map(Measurement::epoch).orElse(0);
  }

  /** Its evaluation on the test part, if it has one. */
  static Optional<Evaluation> test(Retrained row) {
    return row.outcome().test().stream().filter(e -> e.part() == Part.TEST).findFirst();
  }

  private static Optional<?> testMetric(Retrained row, String metric) {
    return test(row).map(evaluation -> evaluation.metrics().get(metric));
  }

  /** The main ones, and the others that any model was measured by, by name. */
  private static Iterable<String> testMetrics(List<Retrained> models) {
    TreeSet<String> measured = new TreeSet<>();
    models.forEach(model -> test(model).ifPresent(e -> measured.addAll(e.metrics().keySet())));
    LinkedHashSet<String> ordered = new LinkedHashSet<>(TEST_METRICS);
    ordered.addAll(measured);
    return ordered;
  }

  private static NavigableMap<String, Double> otherMetrics(Retrained row, List<String> columns) {
    NavigableMap<String, Double> others =
        TrialTable.otherMetrics(row.outcome().counting(), columns);
    test(row).ifPresent(evaluation -> weighted(others, "test_", evaluation));
    return others;
  }

  /** What is derived from the confusion matrix beside the evaluation's own macro averages. */
  private static void weighted(
      NavigableMap<String, Double> metrics, String prefix, Evaluation evaluation) {
    if (!evaluation.confusion().isEmpty()) {
      ClassScores scores = ClassScores.of(evaluation.confusion());
      metrics.put(prefix + "precision_weighted", scores.weighted(OneClass::precision));
      metrics.put(prefix + "recall_weighted", scores.weighted(OneClass::recall));
      metrics.put(prefix + "f1_weighted", scores.weighted(OneClass::f1));
    }
  }
}
