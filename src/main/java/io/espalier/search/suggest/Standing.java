package io.espalier.search.suggest;

import io.espalier.search.history.Objective;
import io.espalier.search.history.Observation;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How trials compare, as far as a searcher may know, those of earlier runs included. These have the
 * numbers …, −1, 0 in the order in which they are known.
 *
 * @param ranked trials with an objective, best first: those at their end by objective, then those
 *     that came less far, by epochs and then by objective; ties by number
 * @param others the numbers of the trials of which no objective is known: running ones, and those
 *     that were invalid, failed or diverged
 */
record Standing(List<Ranked> ranked, List<Integer> others) {
  /**
   * A trial with an objective.
   *
   * @param trial its number
   * @param completed whether it trained to its end
   * @param epochs that it trained; 0 where it is one of an earlier run
   */
  record Ranked(int trial, double objective, boolean completed, int epochs) {}

  static Standing of(SearchView view) {
    List<Ranked> ranked = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    int number = 1 - view.earlier().size();
    for (Observation earlier : view.earlier()) {
      place(new Ranked(number++, earlier.objective(), true, 0), ranked, others);
    }
    others.addAll(view.pending());
    for (Trial trial : view.observed()) {
      boolean completed = trial.status() == TrialStatus.COMPLETED;
      place(
          new Ranked(trial.number(), trial.objective(), completed, trial.epochs()), ranked, others);
    }
    ranked.sort(order(view.objective()));
    return new Standing(ranked, others);
  }

  private static void place(Ranked trial, List<Ranked> ranked, List<Integer> others) {
    if (Double.isNaN(trial.objective())) {
      others.add(trial.trial());
    } else {
      ranked.add(trial);
    }
  }

  private static Comparator<Ranked> order(Objective objective) {
    double sign = objective.goal() == Objective.Goal.MINIMIZE ? 1 : -1;
    return (a, b) -> {
      int shorter = Integer.compare(epochsShort(a), epochsShort(b));
      int worse =
          shorter != 0 ? shorter : Double.compare(sign * a.objective(), sign * b.objective());
      return worse != 0 ? worse : Integer.compare(a.trial(), b.trial());
    };
  }

  /** Below 0 the more, the more epochs a trial has that is not at its end. */
  private static int epochsShort(Ranked trial) {
    return trial.completed() ? Integer.MIN_VALUE : Integer.MAX_VALUE - trial.epochs();
  }
}
