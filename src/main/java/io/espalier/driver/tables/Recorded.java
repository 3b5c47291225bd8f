package io.espalier.driver.tables;

import io.espalier.search.history.Event.Decided;
import io.espalier.search.history.Event.Retrained;
import io.espalier.search.history.Event.RunOpened;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import java.util.List;

/**
 * What tables are made of, as it stood at one moment; the history may go on meanwhile.
 *
 * @param finished trials in the order in which they finished
 * @param decisions in the order in which they were taken
 * @param retrained models in the order in which they were finished
 */
record Recorded(
    RunOpened opened, List<Trial> finished, List<Decided> decisions, List<Retrained> retrained) {
  Recorded {
    finished = List.copyOf(finished);
    decisions = List.copyOf(decisions);
    retrained = List.copyOf(retrained);
  }

  static Recorded of(History history) {
    return new Recorded(
        history.opened(), history.finished(), history.decisions(), history.retrained());
  }
}
