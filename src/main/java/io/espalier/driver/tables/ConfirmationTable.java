package io.espalier.driver.tables;

import io.espalier.search.history.Event.RunOpened;
import io.espalier.search.history.Event.TrialConfirmed;
import io.espalier.search.history.Objective;
import io.espalier.wire.Outcome;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code confirmations}: one row per training by which a trial was confirmed, {@code seed_index}
 * from 1; {@code metrics} holds what was measured after its last epoch.
 */
final class ConfirmationTable {
  private static final Comparator<TrialConfirmed> ORDER =
      Comparator.comparingInt(TrialConfirmed::trial).thenComparingInt(TrialConfirmed::seedIndex);

  private ConfirmationTable() {}

  static Table<TrialConfirmed> of(Recorded recorded) {
    List<TrialConfirmed> all = recorded.confirmations();
    return new Table<>(
        "confirmations",
        columns(recorded.opened()),
        all.size(),
        from -> all.subList(from, all.size()).stream().sorted(ORDER).toList());
  }

  private static List<TableColumn<TrialConfirmed>> columns(RunOpened run) {
    return List.of(
        TableColumn.text("experiment", row -> run.experiment()),
        TableColumn.<TrialConfirmed>whole("run", row -> run.run()).uncompared(),
        TableColumn.whole("trial", TrialConfirmed::trial),
        TableColumn.whole("seed_index", TrialConfirmed::seedIndex),
        TableColumn.text("status", row -> row.outcome().status().name()),
        TableColumn.textOrNull("reason", row -> row.outcome().reason()),
        TableColumn.realOrNull("objective", row -> objective(row, run.objective())),
        TableColumn.reals(
            "metrics", row -> TrialTable.otherMetrics(row.outcome().counting(), List.of())),
        TableColumn.whole("epochs", row -> row.outcome().measurements().size()),
        TableColumn.longOrNull("seed", row -> Optional.of(row.seed())),
        seconds("data_seconds", Outcome.Timing::dataSeconds),
        seconds("train_seconds", Outcome.Timing::trainSeconds),
        seconds("evaluate_seconds", Outcome.Timing::evaluateSeconds),
        TableColumn.<TrialConfirmed>textOrNull("host", row -> row.outcome().place().host())
            .uncompared(),
        TableColumn.<TrialConfirmed>textOrNull("device", row -> row.outcome().place().device())
            .uncompared(),
        TableColumn.<TrialConfirmed>instantOrNull(
                "finished_at",
                row -> Optional.of(Instant.ofEpochMilli(row.outcome().timing().finishedAtMillis())))
            .uncompared());
  }

  private static TableColumn<TrialConfirmed> seconds(
      String name, Function<Outcome.Timing, Double> part) {
    return TableColumn.<TrialConfirmed>realOrNull(
            name, row -> Optional.of(part.apply(row.outcome().timing())))
        .uncompared();
  }

  private static Optional<?> objective(TrialConfirmed row, Objective objective) {
    return Optional.of(row.value(objective)).filter(value -> !value.isNaN());
  }
}
