package io.espalier.driver.run;

import io.espalier.ConfigurationException;
import io.espalier.Experiment;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.wire.Metric;
import io.espalier.wire.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Metrics that have no value on a part of the data, whatever the model. Told before anything
 * trains: they are null in the tables, and no objective can be one of them.
 */
final class UndefinedMetrics {
  private final Experiment experiment;
  private final Targets targets;

  private UndefinedMetrics(Experiment experiment, PreparedData data) {
    this.experiment = experiment;
    targets = data.dataset().targets();
  }

  /** What is undefined on a part, and why. */
  private record Undefined(String metric, String reason) {}

  /**
   * Tells what is undefined, a line for each part and reason.
   *
   * @throws ConfigurationException if it is the objective, or a metric that says nothing of so few
   *     classes
   */
  static void tell(Experiment experiment, PreparedData data, Consumer<String> notices) {
    UndefinedMetrics check = new UndefinedMetrics(experiment, data);
    check.requireFitting();
    Map<String, List<Undefined>> validation = new LinkedHashMap<>();
    validation.put("the validation part", check.validation(data));
    for (int fold = 1; fold <= data.folds().size(); fold++) {
      validation.put("the validation part of fold " + fold, check.validation(data.fold(fold)));
    }
    validation.forEach(check::requireObjective);
    validation.entrySet().stream()
        .filter(part -> !part.getValue().isEmpty())
        .limit(1) // of one fold, it is undefined for the trial
        .forEach(part -> tell("validation_", part.getKey(), part.getValue(), notices));
    int[] test = data.split().rows(Part.TEST);
    tell("test_", "the test part", check.on(test, List.of(Metric.values())), notices);
  }

  private void requireFitting() {
    for (Metric metric : experiment.asked()) {
      if (!metric.fits(targets.task(), targets.outputs())) {
        throw new ConfigurationException(
            String.format(
                Locale.ROOT,
                "%s: %s says nothing of %d classes, all are among the %d most probable; leave it"
                    + " out",
                experiment.metrics().contains(metric)
                    ? "measure.metrics"
                    : "search.objective.metric",
                metric.word(),
                targets.outputs(),
                metric.top()));
      }
    }
  }

  /** What is undefined on the validation part; each of several numbers is not measured there. */
  private List<Undefined> validation(PreparedData data) {
    return on(data.split().rows(Part.VALIDATION), experiment.asked()).stream()
        .filter(one -> Metric.named(one.metric()).isPresent())
        .toList();
  }

  private void requireObjective(String part, List<Undefined> undefined) {
    for (Undefined one : undefined) {
      if (experiment.judgedBy().contains("validation_" + one.metric())) {
        throw new ConfigurationException(
            String.format(
                Locale.ROOT,
                "the objective validation_%s cannot be measured: %s has %s; set data.validation so"
                    + " that it has more, data.folds to fewer, or search.objective.metric to"
                    + " another",
                one.metric(),
                part,
                one.reason()));
      }
    }
  }

  private static void tell(
      String prefix, String part, List<Undefined> undefined, Consumer<String> notices) {
    undefined.stream()
        .collect(
            Collectors.groupingBy(
                Undefined::reason,
                TreeMap::new,
                Collectors.mapping(one -> prefix + one.metric(), Collectors.joining(", "))))
        .forEach(
            (reason, metrics) ->
                notices.accept(
                    metrics
                        + " cannot be measured, null in the tables: "
                        + part
                        + " has "
                        + reason));
  }

  /** What is undefined on some examples; nothing where there are none, for no part is measured. */
  private List<Undefined> on(int[] rows, Collection<Metric> metrics) {
    List<Undefined> undefined = new ArrayList<>();
    if (rows.length == 0) {
      return undefined;
    }
    if (targets instanceof Targets.Classes classes) {
      if (metrics.contains(Metric.ROC_AUC)) {
        oneClass(classes, rows)
            .ifPresent(why -> undefined.add(new Undefined(Metric.ROC_AUC.column(), why)));
      }
      if (metrics.contains(Metric.AVERAGE_PRECISION)) {
        noSecond(classes, rows)
            .ifPresent(why -> undefined.add(new Undefined(Metric.AVERAGE_PRECISION.column(), why)));
      }
    } else if (metrics.contains(Metric.R2)) {
      undefined.addAll(constant((Targets.Numbers) targets, rows));
    }
    return undefined;
  }

  private static Optional<String> oneClass(Targets.Classes classes, int[] rows) {
    short first = classes.labels()[rows[0]];
    return Arrays.stream(rows).allMatch(row -> classes.labels()[row] == first)
        ? Optional.of("examples of one class only, '" + classes.names().get(first) + "'")
        : Optional.empty();
  }

  private static Optional<String> noSecond(Targets.Classes classes, int[] rows) {
    return classes.outputs() == 2
            && Arrays.stream(rows).noneMatch(row -> classes.labels()[row] == 1)
        ? Optional.of("no example of '" + classes.names().get(1) + "'")
        : Optional.empty();
  }

  private static List<Undefined> constant(Targets.Numbers numbers, int[] rows) {
    String r2 = Metric.R2.column();
    List<Undefined> undefined =
        IntStream.range(0, numbers.width())
            .filter(i -> isConstant(numbers, rows, i))
            .mapToObj(
                i ->
                    new Undefined(
                        r2 + "_" + numbers.names().get(i), "one value only of that number"))
            .toList();
    return undefined.size() == numbers.width()
        ? List.of(new Undefined(r2, "one value only to predict"))
        : undefined;
  }

  private static boolean isConstant(Targets.Numbers numbers, int[] rows, int number) {
    float first = numbers.values()[rows[0] * numbers.width() + number];
    return Arrays.stream(rows)
        .allMatch(row -> numbers.values()[row * numbers.width() + number] == first);
  }
}
