package io.espalier.driver.run;

import io.espalier.driver.report.ReportNumbers;
import io.espalier.search.history.Best;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import io.espalier.search.history.ParetoSet;
import io.espalier.search.history.Reasons;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.wire.Measurement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a finished run found.
 *
 * @param folder the run's folder
 * @param folds of the cross-validation that every trial is; 0 for none
 * @param counts trials by status
 * @param reasons why trials did not complete, the three commonest
 * @param found the best trial by the objective, and how sure it is; empty if none was measured
 * @param judged what there is to say of limits and further objectives, a line each
 * @param retrained the retrained models, by trial, best first, and seed index
 * @param classes names of the classes, by index; empty for regression
 * @param report the page with its pictures; empty if there is none
 * @param digest SHA-256 over the tables, without where and how long
 */
public record RunResult(
    String experiment,
    int run,
    String folder,
    Objective objective,
    int folds,
    Map<TrialStatus, Integer> counts,
    List<Reasons.Counted> reasons,
    Optional<Best> found,
    List<String> judged,
    List<Event.Retrained> retrained,
    List<String> classes,
    String report,
    String digest) {
  private static final int REASONS = 3;

  /** The result in a history that has come to its end. */
  static RunResult of(History history, String folder, String report, String digest) {
    Map<TrialStatus, Integer> counts = new EnumMap<>(TrialStatus.class);
    for (TrialStatus status : TrialStatus.values()) {
      if (history.count(status) > 0) {
        counts.put(status, history.count(status));
      }
    }
    Event.RunOpened opened = history.opened();
    return new RunResult(
        opened.experiment(),
        opened.run(),
        folder,
        opened.objective(),
        opened.folds(),
        counts,
        Reasons.of(history).most(REASONS),
        Best.of(history),
        judged(history),
        ranked(history),
        opened.classes(),
        report,
        digest);
  }

  private static List<String> judged(History history) {
    List<String> lines = new ArrayList<>();
    int infeasible = history.ranking().infeasible();
    if (infeasible > 0) {
      lines.add(infeasible + " trials do not meet search.constraints and cannot be best");
    }
    ParetoSet.of(history).ifPresent(set -> lines.add(text(set, history.opened().objectives())));
    return lines;
  }

  private static String text(ParetoSet set, List<Objective> objectives) {
    List<String> worst = new ArrayList<>();
    for (int i = 0; i < objectives.size(); i++) {
      worst.add(objectives.get(i).metric() + " " + ReportNumbers.text(set.reference().get(i)));
    }
    return set.trials().size()
        + " trials are in the Pareto set (column pareto); hypervolume "
        + ReportNumbers.text(set.volumes().lastEntry().getValue())
        + " from the worst measured values, "
        + String.join(", ", worst);
  }

  private static List<Event.Retrained> ranked(History history) {
    Map<Integer, Integer> ranks = new TreeMap<>();
    for (Trial trial : history.best(Integer.MAX_VALUE)) {
      ranks.put(trial.number(), ranks.size());
    }
    return history.retrained().stream()
        .sorted(
            Comparator.<Event.Retrained>comparingInt(
                    model -> ranks.getOrDefault(model.trial(), Integer.MAX_VALUE))
                .thenComparingInt(Event.Retrained::trial)
                .thenComparingInt(Event.Retrained::seedIndex))
        .toList();
  }

  /** The best trial by the objective; empty if none was measured. */
  public Optional<Trial> best() {
    return found.map(Best::trial);
  }

  /** The last epoch's metrics of the best trial, if it was measured. */
  public Optional<Measurement> bestMeasurement() {
    return best().map(Trial::measurements).filter(m -> !m.isEmpty()).map(m -> m.get(m.size() - 1));
  }
}
