package io.espalier.driver.report;

import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Reasons;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was tried.
 *
 * @param space what each parameter may be
 * @param facts the search in figures
 * @param failures why trials did not complete, the commonest reason first
 * @param stops why trials were stopped, or the search ended, the commonest reason first
 */
record TriedView(List<Fact> space, List<Fact> facts, List<Failure> failures, List<Fact> stops) {
  private static final int MOST_STOPS = 5;

  /**
   * A reason and how often it came.
   *
   * @param example the first trial that ended by it
   * @param error that trial's stack trace; empty if it has none
   */
  record Failure(int trials, String status, String reason, int example, String error) {}

  static TriedView of(
      History history, SearchFacts facts, List<ParameterView> parameters, String objective) {
    List<Fact> space = new ArrayList<>();
    for (ParameterView parameter : parameters) {
      space.add(new Fact(parameter.name(), domain(parameter)));
    }
    facts.constraints().forEach(one -> space.add(new Fact("constraint", one)));
    List<Fact> figures = new ArrayList<>(List.of(new Fact("trials", counts(history))));
    figures.addAll(facts.search());
    figures.add(new Fact("objective", objective));
    history.opened().judgement().limits().forEach(one -> figures.add(new Fact("limit", one)));
    long epochs = history.trials().stream().mapToLong(Trial::epochs).sum();
    figures.add(new Fact("epochs trained", Long.toString(epochs)));
    figures.add(new Fact("search took", duration(history.time().millis())));
    return new TriedView(space, figures, failures(history), stops(history));
  }

  private static String domain(ParameterView parameter) {
    if (!parameter.domain().isEmpty()) {
      return parameter.domain();
    }
    return parameter.isNumber() ? "numbers" : String.join(", ", parameter.words());
  }

  private static String counts(History history) {
    List<String> counts = new ArrayList<>();
    for (TrialStatus status : TrialStatus.values()) {
      if (history.count(status) > 0) {
        counts.add(history.count(status) + " " + status.name().toLowerCase(Locale.ROOT));
      }
    }
    return history.trials().size()
        + (counts.isEmpty() ? "" : ": ")
        + String.join(", ", counts)
        + (history.finished().size() == history.trials().size()
            ? ""
            : "; the search has not come to its end");
  }

  private static List<Failure> failures(History history) {
    return Reasons.of(history).all().stream()
        .map(
            one -> {
              Trial example = example(history, one);
              return new Failure(
                  one.trials(),
                  one.status().name(),
                  one.reason(),
                  example.number(),
                  example.outcome().map(outcome -> outcome.error()).orElse(""));
            })
        .toList();
  }

  /** The first trial with a reason, or of its status where several reasons are told as one. */
  private static Trial example(History history, Reasons.Counted counted) {
    return history.trials().stream()
        .filter(trial -> trial.status() == counted.status())
        .filter(trial -> alike(trial.reason(), counted.reason()))
        .findFirst()
        .orElseThrow();
  }

  private static boolean alike(String reason, String other) {
    return Reasons.pattern(reason).equals(Reasons.pattern(other));
  }

  private static List<Fact> stops(History history) {
    Map<String, Integer> counts = new TreeMap<>();
    List<Fact> ends = new ArrayList<>();
    for (Event.Reasoned decision : history.decisions()) {
      if (decision instanceof Event.TrialStopped stopped) {
        counts.merge(Reasons.pattern(stopped.reason()), 1, Integer::sum);
      } else if (decision instanceof Event.SearchEnded ended) {
        ends.add(new Fact("the search ended", ended.reason()));
      }
    }
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(MOST_STOPS)
        .forEach(one -> ends.add(new Fact(one.getValue() + " stopped", one.getKey())));
    return ends;
  }

  /** {@code 1 h 2 min}, {@code 12.3 s}. */
  static String duration(long millis) {
    Duration whole = Duration.ofMillis(millis);
    if (whole.toHours() > 0) {
      return whole.toHours() + " h " + whole.toMinutesPart() + " min";
    }
    return whole.toMinutes() > 0
        ? whole.toMinutes() + " min " + whole.toSecondsPart() + " s"
        : ReportNumbers.text(millis / 1_000.0) + " s";
  }
}
