package io.espalier;

import io.espalier.search.history.Objective;
import io.espalier.search.history.Objective.Goal;
import io.espalier.wire.Metric;
import io.espalier.wire.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The metrics that an objective can be, by column name: a part's and a {@link Metric}'s. */
public final class Metrics {
  static final String TRAIN = "train_";
  static final String VALIDATION = "validation_";
  static final String HOLD_OUT = "set data.validation above 0 or data.folds";

  private Metrics() {}

  /** Those of models that predict classes, or numbers. */
  public static List<String> of(Task task) {
    List<String> columns = new ArrayList<>();
    Metric.of(task).forEach(metric -> columns.add(VALIDATION + metric.column()));
    columns.add(TRAIN + Metric.LOSS.column());
    if (Metric.ACCURACY.fits(task)) {
      columns.add(TRAIN + Metric.ACCURACY.column());
    }
    return columns;
  }

  /** Those of a task that a validation part is measured by only where they are asked for. */
  public static List<Metric> toAskFor(Task task) {
    return Metric.of(task).stream().filter(metric -> !metric.always()).toList();
  }

  /** What is looked for where nothing is said: a validation loss, if anything is validated. */
  public static String usual(boolean validated) {
    return (validated ? VALIDATION : TRAIN) + Metric.LOSS.column();
  }

  /** Whether a metric needs examples that are held out. */
  public static boolean ofValidation(String metric) {
    return metric.startsWith(VALIDATION);
  }

  /** The direction in which a metric, or what a trial costs, is better. */
  public static Goal goal(String metric) {
    boolean lower =
        Objective.COSTS.contains(metric)
            || metric(metric).filter(Metric::lowerIsBetter).isPresent();
    return lower ? Goal.MINIMIZE : Goal.MAXIMIZE;
  }

  /** A column's metric without its part; empty if it is none. */
  public static Optional<Metric> metric(String column) {
    return Metric.named(column.substring(column.indexOf('_') + 1));
  }
}
