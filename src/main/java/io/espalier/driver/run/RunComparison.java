package io.espalier.driver.run;

import io.espalier.driver.report.ReportNumbers;
import io.espalier.search.history.Best;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.wire.Evaluation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Runs side by side: what each found, and where its search differs from the first one's.
 *
 * @param rows a row for each run, by {@link #header}
 * @param differences one line for each key that differs from the first run's; empty if none does
 */
public record RunComparison(
    List<String> header, List<List<String>> rows, List<String> differences) {
  private static final List<String> BEFORE_TESTS =
      List.of("run", "trials", "metric", "best", "spread", "trial", "configuration");

  /** Compares runs, the first one with each of the others. */
  public static RunComparison of(List<History> runs) {
    TreeSet<String> metrics = new TreeSet<>();
    runs.forEach(run -> tests(run).forEach(test -> metrics.addAll(test.metrics().keySet())));
    List<String> header = new ArrayList<>(BEFORE_TESTS);
    metrics.forEach(metric -> header.add("test_" + metric));
    List<String> differences = new ArrayList<>();
    for (History other : runs.subList(1, runs.size())) {
      differences.addAll(differences(runs.get(0).opened(), other.opened()));
    }
    return new RunComparison(
        header, runs.stream().map(run -> row(run, List.copyOf(metrics))).toList(), differences);
  }

  private static List<String> row(History run, List<String> metrics) {
    List<String> row =
        new ArrayList<>(
            List.of(
                name(run.opened()),
                Integer.toString(run.trials().size()),
                run.opened().objective().metric()));
    Best.of(run)
        .ifPresentOrElse(
            best ->
                row.addAll(
                    List.of(
                        number(best.value()),
                        number(best.spread()),
                        Integer.toString(best.trial().number()),
                        best.trial().configuration().toString())),
            () -> row.addAll(List.of("", "", "", "")));
    for (String metric : metrics) {
      row.add(
          tests(run)
              .map(test -> test.metrics().getOrDefault(metric, Double.NaN))
              .findFirst()
              .map(RunComparison::number)
              .orElse(""));
    }
    return row;
  }

  /** What the best trial's model measured on the test part; of several the newest first. */
  private static Stream<Evaluation> tests(History run) {
    int best = run.best(1).stream().map(Trial::number).findFirst().orElse(0);
    List<Event.Retrained> models = new ArrayList<>(run.retrained());
    Collections.reverse(models);
    return models.stream()
        .filter(model -> model.trial() == best)
        .flatMap(model -> model.outcome().test().stream());
  }

  private static List<String> differences(Event.RunOpened first, Event.RunOpened other) {
    String names = name(first) + " before, " + name(other) + " now: ";
    List<String> lines = new ArrayList<>();
    SearchDifference.between(first.searchText(), other.searchText())
        .lines()
        .map(line -> names + line)
        .forEach(lines::add);
    if (!Objects.equals(first.dataFingerprint(), other.dataFingerprint())) {
      lines.add(names + "the data are others, by their fingerprint");
    }
    return lines;
  }

  private static String name(Event.RunOpened run) {
    return String.format(Locale.ROOT, "%s/%03d", run.experiment(), run.run());
  }

  private static String number(double number) {
    return Double.isNaN(number) ? "" : ReportNumbers.text(number);
  }
}
