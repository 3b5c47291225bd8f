package io.espalier;

import io.espalier.search.history.Objective.Goal;
import io.espalier.wire.Task;
import java.util.List;

/** The metrics that an objective can be, by column name. */
public final class Metrics {
  private static final List<String> OF_CLASSES =
      List.of(
          "validation_loss",
          "validation_accuracy",
          "validation_f1",
          "validation_precision",
          "validation_recall",
          "train_loss",
          "train_accuracy");
  private static final List<String> OF_NUMBERS =
      List.of("validation_loss", "validation_mae", "validation_rmse", "train_loss");
  private static final List<String> LOWER_IS_BETTER = List.of("loss", "mae", "rmse");

  private Metrics() {}

  /** Those of models that predict classes, or numbers. */
  public static List<String> of(Task task) {
    return task == Task.REGRESSION ? OF_NUMBERS : OF_CLASSES;
  }

  /** What is looked for where nothing is said: a validation loss, if anything is validated. */
  public static String usual(boolean validated) {
    return validated ? "validation_loss" : "train_loss";
  }

  /** Whether a metric needs examples that are held out. */
  public static boolean ofValidation(String metric) {
    return metric.startsWith("validation");
  }

  /** The direction in which a metric is better. */
  public static Goal goal(String metric) {
    return LOWER_IS_BETTER.stream().anyMatch(metric::endsWith) ? Goal.MINIMIZE : Goal.MAXIMIZE;
  }
}
