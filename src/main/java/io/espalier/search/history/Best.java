package io.espalier.search.history;

import io.espalier.wire.Metric;
import java.util.Optional;

/**
 * The best trial, and how sure it is.
 *
 * @param value its objective; where it was confirmed, the mean of all its measurements
 * @param spread the value's sample standard deviation; NaN of a single training
 * @param over what value and spread are over: {@code 10 folds}, {@code 4 measurements}; empty of a
 *     single training
 * @param tied how many trials have this value, itself among them
 * @param interval where the value may lie; empty where a single number says nothing of it
 */
public record Best(
    Trial trial, double value, double spread, String over, int tied, Optional<Interval> interval) {
  private static final String VALIDATION = "validation_";

  /** The best trial of a history; empty while there is none. */
  public static Optional<Best> of(History history) {
    return history.best(1).stream().findFirst().map(trial -> of(history, trial));
  }

  private static Best of(History history, Trial trial) {
    Event.RunOpened opened = history.opened();
    Sample measured = history.ranking().measured(trial);
    boolean confirmed = measured.values().size() > 1;
    int trainings = Math.max(1, opened.folds()) * opened.judgement().repeats();
    int count = confirmed ? measured.values().size() : trainings;
    double spread =
        confirmed
            ? measured.spread()
            : opened.objective().spread(trial.counting(), trial.parameters());
    String over = count == 1 ? "" : count + " " + (confirmed ? "measurements" : what(opened));
    double value = measured.mean();
    Optional<Interval> interval = interval(opened, value, spread, count, over);
    return new Best(trial, value, spread, over, history.ranking().tied(), interval);
  }

  /**
   * Where a trial's objective may lie, by the search's own measurement of it; empty where a single
   * number says nothing of it.
   */
  public static Optional<Interval> measured(Event.RunOpened opened, Trial trial) {
    int count = Math.max(1, opened.folds()) * opened.judgement().repeats();
    double spread = opened.objective().spread(trial.counting(), trial.parameters());
    return interval(opened, trial.objective(), spread, count, count + " " + what(opened));
  }

  private static Optional<Interval> interval(
      Event.RunOpened opened, double value, double spread, int count, String over) {
    boolean share = isShare(opened.objective().metric()) && opened.validationExamples() > 0;
    return share && !Double.isNaN(value)
        ? Optional.of(Interval.ofShare(value, opened.validationExamples(), "validation examples"))
        : Interval.ofMean(value, spread, count, over);
  }

  /** What a trial's several trainings are. */
  private static String what(Event.RunOpened opened) {
    if (opened.judgement().repeats() == 1) {
      return "folds";
    }
    return opened.folds() > 0 ? "trainings" : "repeats";
  }

  /** Whether a metric is a share of the validation part's examples. */
  public static boolean isShare(String metric) {
    return metric.startsWith(VALIDATION)
        && Metric.named(metric.substring(VALIDATION.length()))
            .filter(Metric::countsExamples)
            .isPresent();
  }
}
