package io.espalier.driver.report;

import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the best objective of completed trials fell or rose while trials came to their end, in the
 * order in which they did. Where none completed, stopped ones count.
 */
final class BestSoFar {
  private BestSoFar() {}

  /**
   * A better value was found, or the search came to its end.
   *
   * @param trial which trial has it
   * @param trials that had come to their end, it included
   * @param epochs that these had trained
   * @param seconds since the run was opened, by the driver's clock
   */
  record Step(int trial, int trials, long epochs, double seconds, double value) {}

  /** Every improvement, and the end. */
  static List<Step> of(History history) {
    Objective objective = history.opened().objective();
    TrialStatus counted =
        history.count(TrialStatus.COMPLETED) > 0 ? TrialStatus.COMPLETED : TrialStatus.STOPPED;
    List<Step> steps = new ArrayList<>();
    long epochs = 0;
    int trials = 0;
    for (Trial trial : history.finished()) {
      trials++;
      epochs += trial.epochs();
      double seconds = (trial.finishedAtMillis() - history.opened().atMillis()) / 1_000.0;
      Optional<Step> before =
          steps.isEmpty() ? Optional.empty() : Optional.of(steps.get(steps.size() - 1));
      boolean measured = trial.status() == counted && !Double.isNaN(trial.objective());
      if (measured
          && before.map(step -> objective.better(trial.objective(), step.value())).orElse(true)) {
        steps.add(new Step(trial.number(), trials, epochs, seconds, trial.objective()));
      } else if (trials == history.finished().size() && before.isPresent()) {
        Step best = before.get();
        steps.add(new Step(best.trial(), trials, epochs, seconds, best.value()));
      }
    }
    return steps;
  }
}
