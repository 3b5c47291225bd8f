package io.espalier.cli;

import io.espalier.driver.report.ConfigurationText;
import io.espalier.driver.report.ReportNumbers;
import io.espalier.driver.run.RunResult;
import io.espalier.driver.tables.ClassificationReport;
import io.espalier.search.history.Best;
import io.espalier.search.history.Event;
import io.espalier.search.history.Interval;
import io.espalier.search.history.Sample;
import io.espalier.search.history.Trial;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run's result as lines of a word and what it says. */
final class ResultText {
  private static final int MOST_CLASSES = 20;
  private static final String TIED =
      " trials have this value; the first by validation loss, then by fewer parameters, then by"
          + " number is best";

  private final StringBuilder text = new StringBuilder();

  private ResultText() {}

  static String of(RunResult result) {
    ResultText text = new ResultText();
    text.line("experiment", result.experiment() + ", run " + result.run());
    text.line(
        "trials",
        result.counts().entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey().name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", ")));
    result.reasons().forEach(reason -> text.line("why", reason.text()));
    result.found().ifPresent(best -> text.best(result, best));
    result.judged().forEach(line -> text.line("judged", line));
    text.retrained(result.retrained(), result.classes());
    text.line(
        "model",
        result.retrained().stream().anyMatch(r -> !r.model().isEmpty())
            ? result.folder() + "/best"
            : "none");
    text.line("table", result.folder() + "/tables/trials");
    if (!result.report().isEmpty()) {
      text.line("report", result.report());
    }
    text.line("digest", result.digest());
    return text.text.toString().stripTrailing();
  }

  static String of(String runFolder, List<Event.Retrained> models) {
    ResultText text = new ResultText();
    text.retrained(models, List.of());
    for (Event.Retrained model : models) {
      text.line("model", model.model().isEmpty() ? "none" : runFolder + "/" + model.model());
    }
    return text.text.toString().stripTrailing();
  }

  private void best(RunResult result, Best found) {
    Trial best = found.trial();
    String configuration = ConfigurationText.of(best.configuration());
    line("best", "trial " + best.number() + (configuration.isEmpty() ? "" : ": " + configuration));
    line(
        "objective",
        result.objective().metric()
            + " "
            + ReportNumbers.spread(found.value(), found.spread())
            + (found.over().isEmpty() ? "" : " over " + found.over()));
    found.interval().ifPresent(interval -> line("interval", text(interval)));
    if (found.tied() > 1) {
      line("tied", found.tied() + TIED);
    }
    result
        .bestMeasurement()
        .ifPresent(
            last ->
                line(
                    "measured",
                    last.metrics().keySet().stream()
                        .map(metric -> metric + " " + number(last, metric))
                        .collect(Collectors.joining(", "))));
  }

  private static String text(Interval interval) {
    return ReportNumbers.range(interval) + " at 95 %, from " + interval.from();
  }

  private static String number(Measurement measurement, String metric) {
    return ReportNumbers.spread(
        measurement.metric(metric), measurement.spreads().getOrDefault(metric, Double.NaN));
  }

  /**
   * All retrained models, trial by trial: several seeds of a trial together, the first one class by
   * class where the classes have names.
   */
  private void retrained(List<Event.Retrained> models, List<String> classes) {
    Map<Integer, List<Event.Retrained>> byTrial = new LinkedHashMap<>();
    for (Event.Retrained model : models) {
      byTrial.computeIfAbsent(model.trial(), trial -> new ArrayList<>()).add(model);
    }
    for (List<Event.Retrained> ofTrial : byTrial.values()) {
      if (areSeeds(ofTrial)) {
        seeds(ofTrial);
      } else {
        ofTrial.forEach(this::retrained);
      }
      if (ofTrial.contains(models.get(0))) {
        classes(models.get(0), classes);
      }
    }
  }

  /** Whether models differ by their seeds alone, and not because they were trained at two times. */
  private static boolean areSeeds(List<Event.Retrained> models) {
    return models.size() > 1
        && models.stream().map(Event.Retrained::seedIndex).distinct().count() == models.size()
        && completed(models).map(m -> m.outcome().measurements().size()).distinct().count() == 1;
  }

  private static Stream<Event.Retrained> completed(List<Event.Retrained> models) {
    return models.stream().filter(m -> m.outcome().status() == Outcome.Status.COMPLETED);
  }

  private void seeds(List<Event.Retrained> models) {
    models.stream()
        .filter(model -> model.outcome().status() != Outcome.Status.COMPLETED)
        .forEach(this::retrained);
    List<Outcome> outcomes = completed(models).map(Event.Retrained::outcome).toList();
    String seeds = outcomes.size() + (outcomes.size() == 1 ? " seed" : " seeds");
    Outcome first = outcomes.get(0);
    line("retrained", "trial " + first.trial() + ": " + seeds + ", " + size(first));
    List<SortedMap<String, Double>> tests =
        outcomes.stream().flatMap(o -> o.test().stream()).map(Evaluation::metrics).toList();
    if (!tests.isEmpty()) {
      line(
          "tested",
          tests.get(0).keySet().stream()
                  .map(metric -> "test_" + metric + " " + number(sample(tests, metric)))
                  .collect(Collectors.joining(", "))
              + " over "
              + seeds);
    }
  }

  private static Sample sample(List<SortedMap<String, Double>> tests, String metric) {
    return new Sample(tests.stream().map(test -> test.getOrDefault(metric, Double.NaN)).toList());
  }

  private static String size(Outcome outcome) {
    String best =
        outcome.bestEpoch().isPresent() ? " (best " + outcome.bestEpoch().getAsInt() + ")" : "";
    return outcome.measurements().size()
        + " epochs"
        + best
        + ", "
        + outcome.parameters()
        + " parameters";
  }

  private void retrained(Event.Retrained model) {
    Outcome outcome = model.outcome();
    String who =
        "trial " + model.trial() + (model.seedIndex() == 0 ? "" : ", seed " + model.seedIndex());
    if (outcome.status() != Outcome.Status.COMPLETED) {
      line("retrained", who + ": " + outcome.status() + ", " + outcome.reason());
      return;
    }
    line("retrained", who + ": " + size(outcome));
    for (Evaluation test : outcome.test()) {
      line(
          "tested",
          test.metrics().entrySet().stream()
              .map(entry -> "test_" + entry.getKey() + " " + ReportNumbers.text(entry.getValue()))
              .collect(Collectors.joining(", ")));
    }
  }

  /** The classification report, where it is short enough to be looked at here. */
  private void classes(Event.Retrained model, List<String> names) {
    for (Evaluation test : model.outcome().test()) {
      if (!names.isEmpty() && test.confusion().size() <= MOST_CLASSES) {
        List<String> lines = new ClassificationReport(names, test.confusion()).scores();
        for (int i = 0; i < lines.size(); i++) {
          line(i == 0 ? "by class" : "", lines.get(i));
        }
      }
    }
  }

  private void line(String word, String what) {
    text.append(String.format(Locale.ROOT, "%-11s %s%n", word, what));
  }

  private static String number(Sample sample) {
    return ReportNumbers.spread(sample.mean(), sample.spread());
  }
}
