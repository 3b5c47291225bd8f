package io.espalier.driver.report;

import io.espalier.driver.tables.TableDigest;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How to repeat a run.
 *
 * @param command what is to be typed; empty where a program built the experiment
 * @param file the experiment file; empty where a program built the experiment
 */
record RepeatView(String command, String file, List<Fact> facts) {
  static RepeatView of(History history, SearchFacts facts) {
    Event.RunOpened opened = history.opened();
    List<Fact> all =
        new ArrayList<>(
            List.of(
                new Fact("seed", Long.toString(opened.seed())),
                new Fact("began", Instant.ofEpochMilli(opened.atMillis()).toString()),
                new Fact("took", took(history)),
                new Fact("digest of the tables", TableDigest.of(history)),
                new Fact("fingerprint of the data", opened.dataFingerprint())));
    opened.versions().forEach((name, version) -> all.add(new Fact(name, version)));
    all.add(new Fact("folder of the run", facts.folder()));
    return new RepeatView(
        facts.file().isEmpty() ? "" : "espalier run experiment.conf --new", facts.file(), all);
  }

  private static String took(History history) {
    return history
        .finish()
        .map(end -> TriedView.duration(end.atMillis() - history.opened().atMillis()))
        .orElse(TriedView.duration(history.time().millis()) + " so far");
  }
}
