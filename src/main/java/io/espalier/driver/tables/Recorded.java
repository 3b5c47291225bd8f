package io.espalier.driver.tables;

import io.espalier.search.history.Event.Decided;
import io.espalier.search.history.Event.Retrained;
import io.espalier.search.history.Event.RunOpened;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What tables are made of, as it stood at one moment; the history may go on meanwhile.
 *
 * @param finished trials in the order in which they finished
 * @param decisions in the order in which they were taken
 * @param retrained models in the order in which they were finished
 * @param metrics names of all metrics that trials were measured by
 */
record Recorded(
    RunOpened opened,
    List<Trial> finished,
    List<Decided> decisions,
    List<Retrained> retrained,
    SortedSet<String> metrics) {
  Recorded {
    finished = List.copyOf(finished);
    decisions = List.copyOf(decisions);
    retrained = List.copyOf(retrained);
    metrics = Collections.unmodifiableSortedSet(new TreeSet<>(metrics));
  }

  static Recorded of(History history) {
    return new Recorded(
        history.opened(),
        history.finished(),
        history.decisions(),
        history.retrained(),
        history.metrics());
  }
}
