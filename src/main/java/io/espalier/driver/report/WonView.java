package io.espalier.driver.report;

import io.espalier.search.history.Best;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Interval;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Sample;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What won, and by how much.
 *
 * @param trial the best trial: {@code trial 5}; empty where none has a value
 * @param configuration its values by parameter
 * @param facts what there is to say of it, the most important first
 */
record WonView(String trial, List<Fact> configuration, List<Fact> facts) {
  /** Metrics that are told of the test part, where they were measured. */
  private static final List<String> TOLD = List.of("accuracy", "r2", "rmse", "loss");

  static WonView of(ReportContent content) {
    return Best.of(content.history())
        .map(best -> of(content, best))
        .orElse(new WonView("", List.of(), List.of()));
  }

  private static WonView of(ReportContent content, Best best) {
    History history = content.history();
    List<Fact> facts = new ArrayList<>(List.of(objective(history, best)));
    best.interval().map(WonView::interval).ifPresent(facts::add);
    facts.add(runnerUp(history, best));
    if (best.tied() > 1) {
      facts.add(new Fact("ties", best.tied() + " trials have exactly this value, itself included"));
    }
    facts.addAll(tested(content, best.trial()));
    content.facts().data().stream()
        .flatMap(data -> data.baselines().stream())
        .map(one -> new Fact("baseline", text(one)))
        .forEach(facts::add);
    List<Fact> values =
        history.opened().columns().stream()
            .flatMap(
                column ->
                    best.trial().configuration().value(column.name()).stream()
                        .map(value -> new Fact(column.name(), DomainText.text(value))))
            .toList();
    return new WonView("trial " + best.trial().number(), values, facts);
  }

  private static Fact objective(History history, Best best) {
    Objective objective = history.opened().objective();
    String goal = objective.goal() == Objective.Goal.MINIMIZE ? "lowest" : "highest";
    return new Fact(
        objective.metric(),
        ReportNumbers.spread(best.value(), best.spread())
            + (best.over().isEmpty() ? "" : " over " + best.over())
            + (best.trial().status() == TrialStatus.STOPPED
                ? ", stopped after " + best.trial().epochs() + " epochs"
                : "")
            + (best.trial().bestEpoch().isPresent()
                ? ", of epoch "
                    + best.trial().bestEpoch().getAsInt()
                    + " of "
                    + best.trial().epochs()
                : "")
            + " (the "
            + goal
            + " is best)");
  }

  private static Fact interval(Interval interval) {
    return new Fact("95 % interval", ReportNumbers.range(interval) + ", from " + interval.from());
  }

  private static Fact runnerUp(History history, Best best) {
    Optional<Trial> second = history.best(2).stream().skip(1).findFirst();
    if (second.isEmpty()) {
      return new Fact("runner-up", "none: no other trial has a value");
    }
    Trial other = second.get();
    double value = history.ranking().measured(other).mean();
    double gap = Math.abs(value - best.value());
    String name = "trial " + other.number() + " with " + ReportNumbers.text(value);
    if (other.status() != best.trial().status()) {
      return new Fact("runner-up", name + " after " + other.epochs() + " epochs, so not compared");
    }
    boolean unsure = best.interval().filter(one -> gap < one.halfWidth()).isPresent();
    return new Fact(
        "runner-up",
        name
            + ", "
            + ReportNumbers.text(gap)
            + " behind"
            + (unsure ? ": within the interval, so the order may be luck" : ""));
  }

  /** What the models of a trial measured on the test part. */
  private static List<Fact> tested(ReportContent content, Trial trial) {
    List<Evaluation> tests =
        content.models().stream()
            .map(ModelView::model)
            .filter(model -> model.trial() == trial.number())
            .map(Event.Retrained::outcome)
            .filter(outcome -> outcome.status() == Outcome.Status.COMPLETED)
            .flatMap(outcome -> outcome.test().stream())
            .toList();
    TreeSet<String> measured = new TreeSet<>();
    tests.forEach(test -> measured.addAll(test.metrics().keySet()));
    return TOLD.stream()
        .filter(measured::contains)
        .map(metric -> new Fact("test_" + metric, tested(metric, tests)))
        .toList();
  }

  private static String tested(String metric, List<Evaluation> tests) {
    List<Double> values =
        tests.stream()
            .filter(test -> test.metrics().containsKey(metric))
            .map(test -> test.metrics().getOrDefault(metric, Double.NaN))
            .toList();
    Sample sample = new Sample(values);
    int examples = tests.get(0).examples();
    String interval =
        metric.equals("accuracy") && values.size() == 1 && examples > 0
            ? ", 95 % interval "
                + ReportNumbers.range(Interval.ofShare(sample.mean(), examples, "test examples"))
            : "";
    return ReportNumbers.spread(sample.mean(), sample.spread())
        + (values.size() > 1 ? " over " + values.size() + " seeds" : "")
        + interval
        + ", "
        + examples
        + " examples";
  }

  private static String text(DataFacts.Baseline baseline) {
    return baseline.what() + ": " + baseline.metric() + " " + ReportNumbers.text(baseline.value());
  }
}
