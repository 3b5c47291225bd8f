package io.espalier.driver.run;

import io.espalier.driver.journal.Folder;
import io.espalier.driver.journal.JournalHealth;
import io.espalier.driver.tables.RunTables;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.TrialStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Looks whether what a run has recorded can be read, and is there. Changes nothing. */
public final class RunCheck {
  private final Folder run;
  private final JournalHealth record;
  private final History history;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * One thing that was looked at.
   *
   * @param good whether it is as it should be
   * @param word what it is
   * @param fact how it is
   * @param advice what to do, where it is not good
   */
  public record Finding(boolean good, String word, String fact, String advice) {}

  private RunCheck(String folder, Configuration hadoop) {
    run = Folder.of(folder, hadoop);
    record = JournalHealth.of(folder, hadoop);
    history = History.of(record.events());
  }

  /**
   * Looks at a run.
   *
   * @param folder the run's, a local path or Hadoop URI
   * @throws io.espalier.driver.journal.JournalException if it has no record that this version reads
   */
  public static RunCheck of(String folder, Configuration hadoop) {
    RunCheck check = new RunCheck(folder, hadoop);
    check.look();
    return check;
  }

  /** What was found, a line each. */
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** Whether the record can be read to its end, so that the run can go on. */
  public boolean sound() {
    return record.damage().isEmpty() && !record.events().isEmpty();
  }

  private void look() {
    record();
    record.remarks().forEach(line -> good("record", line));
    if (record.events().isEmpty()) {
      return;
    }
    state();
    copy();
    models();
    checkpoints();
    boolean tables = RunTables.exist(run);
    good("tables", tables ? "there" : "not there; they are written from the record");
  }

  private void record() {
    String read = record.events().size() + " events of " + record.files() + " writes are readable";
    if (record.damage().isEmpty()) {
      good("record", read);
      return;
    }
    String behind =
        record.behind().size() < 2
            ? ""
            : " (" + (record.behind().size() - 1) + " files behind it are not read)";
    bad(
        "record",
        read + ", then " + record.damage().get() + behind,
        record.events().isEmpty()
            ? "nothing can be saved: espalier run FILE --new starts another run"
            : "--salvage makes the next run of what is readable, and the same command as ever goes"
                + " on with that");
  }

  private void state() {
    int running = history.running().size() + history.interrupted().size();
    good(
        "state",
        (history.finish().isPresent() ? "finished" : "unfinished")
            + ": "
            + history.finished().size()
            + " trials have ended, "
            + running
            + " are running, "
            + history.paused().size()
            + " are paused, "
            + history.retrained().size()
            + " models are retrained");
    int failed = history.count(TrialStatus.FAILED);
    if (failed > 0) {
      bad("failed", failed + " trials have failed", "run FILE --retry-failed tries them again");
    }
  }

  private void copy() {
    boolean there = exists(run.child(ExperimentCopy.NAME));
    good("experiment", there ? ExperimentCopy.NAME : "a program built it; no file is kept");
  }

  private void models() {
    for (Event.Retrained retrained : history.retrained()) {
      if (!retrained.model().isEmpty()) {
        Folder model = run.child(retrained.model());
        boolean there = exists(model.child(ModelCard.CARD)) && exists(model.child(ModelCard.MODEL));
        if (!there) {
          bad(
              "model",
              retrained.model() + " is recorded and not there",
              "espalier retrain RUN --trial " + retrained.trial() + " trains it again");
        }
      }
    }
  }

  /** Those that unfinished trials go on from. */
  private void checkpoints() {
    Stream.of(history.paused(), history.running(), history.interrupted())
        .flatMap(java.util.Collection::stream)
        .flatMap(trial -> trial.checkpoints().stream())
        .flatMap(checkpoint -> checkpoint.files().stream())
        .filter(network -> !exists(new Folder(new Path(network.uri()), run.hadoop())))
        .forEach(
            network ->
                bad(
                    "checkpoint",
                    network.uri() + " is recorded and not there",
                    "put it back, or its trial trains again from its beginning"));
  }

  private void good(String word, String fact) {
    findings.add(new Finding(true, word, fact, ""));
  }

  private void bad(String word, String fact, String advice) {
    findings.add(new Finding(false, word, fact, advice));
  }

  private static boolean exists(Folder place) {
    try {
      return place.fileSystem().exists(place.path());
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot look for " + place.text(), failure);
    }
  }
}
