package io.espalier.driver.conf;

import io.espalier.RetrainSpec;
import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.driver.hocon.Node;
import io.espalier.search.history.Objective;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The parts that an experiment has or lacks where functions are evaluated in place of trainings.
 */
final class FunctionParts {
  private static final String KIND = "function";

  /** What stands in the data part whatever the file says. */
  private static final List<String> WITH_DEFAULTS =
      List.of("root", "limit", "test-limit", "normalize", "normalize-label", "flatten", "augment");

  private FunctionParts() {}

  /** Whether the model is a function in every configuration. */
  static boolean isFunction(Node.Tree root) {
    return root.tree("model").entry("kind").orElse(root) instanceof Node.Scalar kind
        && kind.text().equals(KIND);
  }

  /** No data; what asks for some is refused. */
  static DataSpec data(Section section) {
    for (String key : section.keys()) {
      if (!WITH_DEFAULTS.contains(key)) {
        section.problem(key, "a model of kind function has no data; leave the data part out");
      }
    }
    return DataSpec.of(new DataSource.NoData());
  }

  /** Nothing is trained again; what asks for more than is usual is refused. */
  static RetrainSpec retrain(Section section) {
    if (SearchReader.retrain(section).rows() > 1) {
      section.problem(
          "rows", "a model of kind function leaves nothing to retrain; leave the retrain part out");
    }
    return RetrainSpec.NONE;
  }

  /** Functions have a value, the validation loss, and no metrics besides. */
  static void checkMetrics(Section measure, Collection<?> metrics, Collection<?> own) {
    if (!metrics.isEmpty() || !own.isEmpty()) {
      measure.problem(
          own.isEmpty() ? "metrics" : "own",
          "a model of kind function is measured by its value alone; leave this out");
    }
  }

  /** Refuses what functions are not measured by. */
  static void checkObjectives(Section search, List<Objective> objectives) {
    List<String> measured = new ArrayList<>(List.of("validation_loss"));
    measured.addAll(Objective.COSTS);
    for (Objective objective : objectives) {
      for (String name : objective.names()) {
        if (!measured.contains(name)) {
          search.problem(
              "objective",
              "a model of kind function has no "
                  + name.replace('_', '-')
                  + ", only validation-loss, which is its value, and "
                  + String.join(", ", Objective.COSTS));
        }
      }
    }
  }
}
