package io.espalier.cli;

import io.espalier.driver.run.RunResult;
import io.espalier.search.history.Event;
import io.espalier.search.history.Trial;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A run's result as lines of a word and what it says. */
final class ResultText {
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
    result.best().ifPresent(best -> text.best(result, best));
    result.retrained().forEach(text::retrained);
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
    for (Event.Retrained model : models) {
      text.retrained(model);
      text.line("model", model.model().isEmpty() ? "none" : runFolder + "/" + model.model());
    }
    return text.text.toString().stripTrailing();
  }

  private void best(RunResult result, Trial best) {
    String configuration = best.configuration().toString();
    line("best", "trial " + best.number() + (configuration.isEmpty() ? "" : ": " + configuration));
    line("objective", result.objective().metric() + " " + number(best.objective()));
    result
        .bestMeasurement()
        .ifPresent(
            last ->
                line(
                    "measured",
                    last.metrics().entrySet().stream()
                        .map(entry -> entry.getKey() + " " + number(entry.getValue()))
                        .collect(Collectors.joining(", "))));
  }

  private void retrained(Event.Retrained model) {
    Outcome outcome = model.outcome();
    String who =
        "trial " + model.trial() + (model.seedIndex() == 0 ? "" : ", seed " + model.seedIndex());
    if (outcome.status() != Outcome.Status.COMPLETED) {
      line("retrained", who + ": " + outcome.status() + ", " + outcome.reason());
      return;
    }
    line(
        "retrained",
        who
            + ": "
            + outcome.measurements().size()
            + " epochs, "
            + outcome.parameters()
            + " parameters");
    for (Evaluation test : outcome.test()) {
      line(
          "tested",
          test.metrics().entrySet().stream()
              .map(entry -> "test_" + entry.getKey() + " " + number(entry.getValue()))
              .collect(Collectors.joining(", ")));
    }
  }

  private void line(String word, String what) {
    text.append(String.format("%-11s %s%n", word, what));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
