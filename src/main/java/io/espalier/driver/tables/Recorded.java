package io.espalier.driver.tables;

import io.espalier.search.history.Best;
import io.espalier.search.history.Event.Reasoned;
import io.espalier.search.history.Event.Retrained;
import io.espalier.search.history.Event.RunOpened;
import io.espalier.search.history.Event.TrialConfirmed;
import io.espalier.search.history.History;
import io.espalier.search.history.ParetoSet;
import io.espalier.search.history.Sample;
import io.espalier.search.history.Trial;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What tables are made of, as it stood at one moment; the history may go on meanwhile.
 *
 * @param finished trials in the order in which they finished
 * @param decisions in the order in which they were taken
 * @param confirmations in the order in which they were finished
 * @param retrained models in the order in which they were finished
 * @param metrics names of all metrics that trials were measured by
 * @param best the best trial of a search that has come to its end; empty while it goes on
 * @param confirmed by number, the measurements of its trials that were confirmed
 * @param pareto its Pareto set, where there are several objectives
 */
record Recorded(
    RunOpened opened,
    List<Trial> finished,
    List<Reasoned> decisions,
    List<TrialConfirmed> confirmations,
    List<Retrained> retrained,
    SortedSet<String> metrics,
    Optional<Best> best,
    Optional<ParetoSet> pareto,
    SortedMap<Integer, Sample> confirmed) {
  Recorded {
    finished = List.copyOf(finished);
    decisions = List.copyOf(decisions);
    confirmations = List.copyOf(confirmations);
    retrained = List.copyOf(retrained);
    metrics = Collections.unmodifiableSortedSet(new TreeSet<>(metrics));
  }

  /** Of a run that goes on. */
  static Recorded of(History history) {
    return of(history, Optional.empty(), Optional.empty(), new TreeMap<>());
  }

  /** Of a run whose search has come to its end. */
  static Recorded ended(History history) {
    return of(history, Best.of(history), ParetoSet.of(history), history.ranking().confirmed());
  }

  private static Recorded of(
      History history,
      Optional<Best> best,
      Optional<ParetoSet> pareto,
      SortedMap<Integer, Sample> confirmed) {
    return new Recorded(
        history.opened(),
        history.finished(),
        history.decisions(),
        history.confirmations(),
        history.retrained(),
        history.metrics(),
        best,
        pareto,
        confirmed);
  }
}
