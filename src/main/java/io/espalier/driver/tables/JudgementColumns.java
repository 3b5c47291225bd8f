package io.espalier.driver.tables;

import io.espalier.search.history.Limits;
import io.espalier.search.history.Objective;
import io.espalier.search.history.ParetoSet;
import io.espalier.search.history.Sample;
import io.espalier.search.history.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Columns of {@code trials} that are there only where trials are judged by more than one objective:
 * {@code objective_2} and on, {@code feasible} (whether all limits are met), {@code pareto} and
 * {@code hypervolume} (of this trial and those of lower numbers), which are null while the search
 * goes on; {@code repeats}; {@code confirmed_objective} and {@code confirmed_spread}, of the
 * search's measurement and the confirmations together.
 */
final class JudgementColumns {
  private JudgementColumns() {}

  static List<TableColumn<Trial>> of(Recorded recorded) {
    List<TableColumn<Trial>> columns = new ArrayList<>();
    int repeats = recorded.opened().judgement().repeats();
    if (repeats > 1) {
      columns.add(TableColumn.wholeOrNull("repeats", trial -> trial.outcome().map(any -> repeats)));
    }
    SortedMap<Integer, Sample> measured = recorded.confirmed();
    if (!measured.isEmpty()) {
      columns.add(TableColumn.realOrNull("confirmed_objective", trial -> mean(measured, trial)));
      columns.add(TableColumn.realOrNull("confirmed_spread", trial -> spread(measured, trial)));
    }
    List<Objective> objectives = recorded.opened().objectives();
    for (int i = 1; i < objectives.size(); i++) {
      Objective objective = objectives.get(i);
      columns.add(TableColumn.realOrNull("objective_" + (i + 1), trial -> value(trial, objective)));
    }
    Limits limits = Limits.of(recorded.opened());
    if (limits.exist()) {
      columns.add(TableColumn.flagOrNull("feasible", trial -> ranked(trial).map(limits::met)));
    }
    if (objectives.size() > 1) {
      Optional<ParetoSet> pareto = recorded.pareto();
      columns.add(
          TableColumn.<Trial>flagOrNull(
                  "pareto",
                  trial -> ranked(trial).flatMap(one -> pareto.map(set -> isIn(set, one))))
              .onlyAtTheEnd());
      columns.add(
          TableColumn.<Trial>realOrNull(
                  "hypervolume", trial -> pareto.flatMap(set -> volume(set, trial)))
              .onlyAtTheEnd());
    }
    return columns;
  }

  private static Optional<?> mean(SortedMap<Integer, Sample> measured, Trial trial) {
    return Optional.ofNullable(measured.get(trial.number())).map(Sample::mean);
  }

  private static Optional<?> spread(SortedMap<Integer, Sample> measured, Trial trial) {
    return Optional.ofNullable(measured.get(trial.number())).map(Sample::spread);
  }

  private static boolean isIn(ParetoSet set, Trial trial) {
    return set.trials().contains(trial.number());
  }

  private static Optional<Double> volume(ParetoSet set, Trial trial) {
    return Optional.ofNullable(set.volumes().floorEntry(trial.number())).map(Map.Entry::getValue);
  }

  private static Optional<Trial> ranked(Trial trial) {
    return Optional.of(trial).filter(one -> one.status().ranked());
  }

  private static Optional<?> value(Trial trial, Objective objective) {
    return ranked(trial)
        .map(one -> objective.of(one.counting(), one.parameters()))
        .filter(value -> !value.isNaN());
  }
}
