package io.espalier.driver.tables;

import io.espalier.search.history.Best;
import io.espalier.search.history.Event.Decided;
import io.espalier.search.history.Event.Retrained;
import io.espalier.search.history.Event.RunOpened;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What tables are made of, as it stood at one moment; the history may go on meanwhile.
 *
 * @param finished trials in the order in which they finished
 * @param decisions in the order in which they were taken
 * @param retrained models in the order in which they were finished
 * @param metrics names of all metrics that trials were measured by
 * @param best the best trial of a search that has come to its end; empty while it goes on
 */
record Recorded(
    RunOpened opened,
    List<Trial> finished,
    List<Decided> decisions,
    List<Retrained> retrained,
    SortedSet<String> metrics,
    Optional<Best> best) {
  Recorded {
    finished = List.copyOf(finished);
    decisions = List.copyOf(decisions);
    retrained = List.copyOf(retrained);
    metrics = Collections.unmodifiableSortedSet(new TreeSet<>(metrics));
  }

  /** Of a run that goes on. */
  static Recorded of(History history) {
    return of(history, Optional.empty());
  }

  /** Of a run whose search has come to its end. */
  static Recorded ended(History history) {
    return of(history, Best.of(history));
  }

  private static Recorded of(History history, Optional<Best> best) {
    return new Recorded(
        history.opened(),
        history.finished(),
        history.decisions(),
        history.retrained(),
        history.metrics(),
        best);
  }
}
