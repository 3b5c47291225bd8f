package io.espalier.driver.inspect;

import io.espalier.Experiment;
import io.espalier.data.DataSource;
import io.espalier.data.PreparedData;
import io.espalier.driver.report.Fact;
import io.espalier.driver.report.SearchFacts;
import io.espalier.search.schedule.SearchSettings;
import io.espalier.search.space.Constraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a report says of an experiment beside its record. */
public final class ExperimentFacts {
  private ExperimentFacts() {}

  /**
   * The facts of an experiment.
   *
   * @param data empty where they cannot be read
   */
  public static SearchFacts of(Experiment experiment, Optional<PreparedData> data) {
    return new SearchFacts(
        experiment.space().parameters(),
        experiment.space().constraints().stream().map(Constraint::toString).toList(),
        search(experiment.search(), experiment.judgement().repeats()),
        experiment.file().orElse(""),
        data.filter(any -> !(experiment.data().source() instanceof DataSource.NoData))
            .map(DataInspection::of));
  }

  private static List<Fact> search(SearchSettings search, int repeats) {
    List<Fact> facts = new ArrayList<>();
    String scheduler = search.scheduler().kind();
    facts.add(
        new Fact(
            "search",
            search.algorithm() + (scheduler.equals("plain") ? "" : " with " + scheduler)));
    List<String> budget = new ArrayList<>();
    search.trials().ifPresent(trials -> budget.add(trials + " trials"));
    search.epochs().ifPresent(epochs -> budget.add(epochs + " epochs"));
    facts.add(
        new Fact("budget", budget.isEmpty() ? "all that is proposed" : String.join(", ", budget)));
    if (repeats > 1) {
      facts.add(new Fact("each trial", repeats + " trainings"));
    }
    return facts;
  }
}
