package io.espalier.search.history;

import java.util.List;
import java.util.TreeSet;

/**
 * Finished trials by the objective, the best first. Ties go by validation loss, then by fewer
 * parameters, then by number. Trials without a value are not among them.
 */
final class TrialRanking {
  private static final String VALIDATION_LOSS = "validation_loss";

  private final Objective objective;
  private final TreeSet<Trial> ranked = new TreeSet<>(this::compare);

  TrialRanking(Event.RunOpened opened) {
    objective = opened.objective();
  }

  /** A trial has come to its end. */
  void finished(Trial trial) {
    if (trial.status().ranked() && !Double.isNaN(trial.objective())) {
      ranked.add(trial);
    }
  }

  List<Trial> best(int count) {
    return ranked.stream().limit(count).toList();
  }

  /** How many trials have the best one's value, itself among them; 0 where there is none. */
  int tied() {
    int tied = 0;
    for (Trial trial : ranked) {
      if (objective.compare(trial.objective(), ranked.first().objective()) != 0) {
        break;
      }
      tied++;
    }
    return tied;
  }

  private int compare(Trial a, Trial b) {
    int better = objective.compare(a.objective(), b.objective());
    if (better == 0) {
      better = Double.compare(loss(a), loss(b));
    }
    if (better == 0) {
      better = Long.compare(a.parameters(), b.parameters());
    }
    return better != 0 ? better : Integer.compare(a.number(), b.number());
  }

  /** The validation loss of the epoch that counts; NaN, after all others, where there is none. */
  private double loss(Trial trial) {
    return objective
        .counting(trial.measurements(), trial.parameters())
        .map(reading -> reading.number(VALIDATION_LOSS))
        .orElse(Double.NaN);
  }
}
