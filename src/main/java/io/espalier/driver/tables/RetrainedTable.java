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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * {@code retrained}: one row per retrained model, with its metrics on the test part. {@code
 * metrics} holds the other test metrics, averages over the classes weighted by their examples among
 * them, and those after its last epoch.
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
        columns(recorded.opened()),
        all.size(),
        from -> all.subList(from, all.size()).stream().sorted(ORDER).toList());
  }

  private static List<TableColumn<Retrained>> columns(RunOpened run) {
    List<TableColumn<Retrained>> columns = new ArrayList<>(keys(run, Function.identity()));
    columns.add(TableColumn.text("status", row -> row.outcome().status().name()));
    columns.add(TableColumn.textOrNull("reason", row -> row.outcome().reason()));
    columns.add(TableColumn.whole("epochs", RetrainedTable::epochs));
    columns.add(TableColumn.longOrNull("parameters", outcome(Outcome::parameters)));
    for (String metric : TEST_METRICS) {
      columns.add(TableColumn.realOrNull("test_" + metric, row -> testMetric(row, metric)));
    }
    for (String metric : TrialTable.MAIN_METRICS) {
      columns.add(
          TableColumn.realOrNull(
              metric,
              row ->
                  TrialTable.last(row.outcome().measurements()).map(m -> m.metrics().get(metric))));
    }
    columns.add(TableColumn.reals("metrics", RetrainedTable::otherMetrics));
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

  private static NavigableMap<String, Double> otherMetrics(Retrained row) {
    NavigableMap<String, Double> others =
        new TreeMap<>(TrialTable.otherMetrics(row.outcome().measurements()));
    for (Evaluation evaluation : row.outcome().test()) {
      String prefix = evaluation.part().name().toLowerCase(Locale.ROOT) + "_";
      for (Map.Entry<String, Double> metric : evaluation.metrics().entrySet()) {
        others.put(prefix + metric.getKey(), metric.getValue());
      }
      weighted(others, prefix, evaluation);
    }
    TEST_METRICS.forEach(metric -> others.remove("test_" + metric));
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
