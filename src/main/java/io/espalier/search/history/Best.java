package io.espalier.search.history;

import io.espalier.wire.Metric;
import java.util.Optional;

/**
 * The best trial, and how sure it is.
 *
 * @param value its objective
 * @param spread the value's sample standard deviation over folds; NaN without them
 * @param tied how many trials have this value, itself among them
 * @param interval where the value may lie; empty where a single number says nothing of it
 */
public record Best(
    Trial trial, double value, double spread, int tied, Optional<Interval> interval) {
  private static final String VALIDATION = "validation_";

  /** The best trial of a history; empty while there is none. */
  public static Optional<Best> of(History history) {
    return history.best(1).stream().findFirst().map(trial -> of(history, trial));
  }

  private static Best of(History history, Trial trial) {
    Event.RunOpened opened = history.opened();
    double spread = opened.objective().spread(trial.measurements(), trial.parameters());
    boolean share = isShare(opened.objective().metric()) && opened.validationExamples() > 0;
    Optional<Interval> interval =
        share
            ? Optional.of(Interval.ofShare(trial.objective(), opened.validationExamples()))
            : Interval.ofMean(trial.objective(), spread, opened.folds(), "folds");
    return new Best(trial, trial.objective(), spread, history.tied(), interval);
  }

  private static boolean isShare(String metric) {
    return metric.startsWith(VALIDATION)
        && Metric.named(metric.substring(VALIDATION.length()))
            .filter(Metric::countsExamples)
            .isPresent();
  }
}
