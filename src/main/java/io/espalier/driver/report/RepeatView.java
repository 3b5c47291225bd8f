package io.espalier.driver.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.driver.tables.TableDigest;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
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
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

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
    return new RepeatView(
        facts.file().isEmpty() ? "" : "espalier run experiment.conf --new",
        indented(facts.file()),
        all);
  }

  /** Copies of experiments are JSON in one line; anything else stays as it is. */
  private static String indented(String file) {
    try {
      return file.isEmpty() ? file : JSON.writeValueAsString(JSON.readTree(file));
    } catch (JsonProcessingException other) {
      return file;
    }
  }

  private static String took(History history) {
    long last = history.opened().atMillis();
    for (Trial trial : history.finished()) {
      last = Math.max(last, trial.finishedAtMillis());
    }
    for (Event.Retrained model : history.retrained()) {
      last = Math.max(last, model.atMillis());
    }
    return TriedView.duration(last - history.opened().atMillis()) + ", from first to last event";
  }
}
