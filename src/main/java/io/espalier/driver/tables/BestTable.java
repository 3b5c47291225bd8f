package io.espalier.driver.tables;

import io.espalier.search.history.Best;
import io.espalier.search.history.Event.RunOpened;
import io.espalier.search.history.Interval;
import io.espalier.search.history.ParetoSet;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * {@code best}: one row, the best trial of a run that has come to its end, how many tie with it and
 * how sure its objective is. No row before.
 */
final class BestTable {
  private BestTable() {}

  static Table<Best> of(Recorded recorded) {
    List<Best> rows = recorded.best().stream().toList();
    return new Table<>(
        "best",
        columns(recorded.opened(), recorded.pareto()),
        rows.size(),
        from -> rows.subList(from, rows.size()));
  }

  private static List<TableColumn<Best>> columns(RunOpened run, Optional<ParetoSet> pareto) {
    List<TableColumn<Best>> columns = new ArrayList<>(ofOne(run));
    if (run.objectives().size() > 1) {
      columns.add(
          TableColumn.wholeOrNull("pareto_trials", best -> pareto.map(set -> set.trials().size())));
      columns.add(
          TableColumn.realOrNull(
              "hypervolume", best -> pareto.map(set -> set.volumes().lastEntry().getValue())));
      columns.add(TableColumn.reals("reference", best -> reference(run, pareto)));
    }
    return columns;
  }

  /** The reference point of the hypervolume, by objective. */
  private static NavigableMap<String, Double> reference(RunOpened run, Optional<ParetoSet> pareto) {
    NavigableMap<String, Double> reference = new TreeMap<>();
    List<Double> worst = pareto.map(ParetoSet::reference).orElse(List.of());
    for (int i = 0; i < worst.size(); i++) {
      reference.put(run.objectives().get(i).metric(), worst.get(i));
    }
    return reference;
  }

  private static List<TableColumn<Best>> ofOne(RunOpened run) {
    return List.of(
        TableColumn.text("experiment", best -> run.experiment()),
        TableColumn.<Best>whole("run", best -> run.run()).uncompared(),
        TableColumn.whole("trial", best -> best.trial().number()),
        TableColumn.text("metric", best -> run.objective().metric()),
        TableColumn.text("goal", best -> run.objective().goal().name()),
        TableColumn.realOrNull("objective", best -> Optional.of(best.value())),
        TableColumn.realOrNull(
            "objective_spread",
            best -> Optional.of(best.spread()).filter(spread -> !spread.isNaN())),
        TableColumn.textOrNull("over", Best::over),
        TableColumn.whole("tied", Best::tied),
        TableColumn.realOrNull("interval_low", interval(Interval::low)),
        TableColumn.realOrNull("interval_high", interval(Interval::high)),
        TableColumn.textOrNull("interval_from", best -> from(best)));
  }

  private static Function<Best, Optional<?>> interval(Function<Interval, Double> end) {
    return best -> best.interval().map(end);
  }

  private static String from(Best best) {
    return best.interval().map(Interval::from).orElse("");
  }
}
