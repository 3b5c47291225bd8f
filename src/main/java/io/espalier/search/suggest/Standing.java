package io.espalier.search.suggest;

import io.espalier.search.history.Objective;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How trials compare, as far as a searcher may know.
 *
 * @param ranked trials with an objective, best first: those at their end by objective, then those
 *     that came less far, by epochs and then by objective; ties by number
 * @param others the numbers of the trials of which no objective is known: running ones, and those
 *     that were invalid, failed or diverged
 */
record Standing(List<Trial> ranked, List<Integer> others) {
  static Standing of(SearchView view) {
    List<Trial> ranked = new ArrayList<>();
    List<Integer> others = new ArrayList<>(view.pending());
    for (Trial trial : view.observed()) {
      if (Double.isNaN(trial.objective())) {
        others.add(trial.number());
      } else {
        ranked.add(trial);
      }
    }
    ranked.sort(order(view.objective()));
    return new Standing(ranked, others);
  }

  private static Comparator<Trial> order(Objective objective) {
    double sign = objective.goal() == Objective.Goal.MINIMIZE ? 1 : -1;
    return Comparator.comparingInt(Standing::epochsShort)
        .thenComparingDouble(trial -> sign * trial.objective())
        .thenComparingInt(Trial::number);
  }

  /** Below 0 the more, the more epochs a trial has that is not at its end. */
  private static int epochsShort(Trial trial) {
    return trial.status() == TrialStatus.COMPLETED
        ? Integer.MIN_VALUE
        : Integer.MAX_VALUE - trial.epochs();
  }
}
