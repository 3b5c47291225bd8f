package io.espalier.driver.run;

import io.espalier.driver.journal.PlainFiles;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Outcome;
import io.espalier.wire.Safekeeping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where the networks of paused trials are kept: {@code checkpoints/trial-<n>/} of a run's folder,
 * one zip per fold; and below it in {@code running/} what trials that train leave on the way. Those
 * that no decision can need are removed, but not before the journal says so.
 */
final class Checkpoints {
  private static final String FOLDER = "checkpoints";
  private static final String RUNNING = "running";

  private final Path folder;
  private final Configuration hadoop;
  private final List<Path> unneeded = new ArrayList<>();

  Checkpoints(String run, Configuration hadoop) {
    this.folder = new Path(run, FOLDER);
    this.hadoop = hadoop;
  }

  /**
   * The place of a trial's network after so many epochs.
   *
   * @param fold from 1; 0 for the whole data
   * @param repeat from 0
   */
  CheckpointRef at(int trial, int fold, int repeat, int epoch) {
    String name =
        "epoch-"
            + epoch
            + (repeat > 0 ? "-repeat-" + repeat : "")
            + (fold > 0 ? "-fold-" + fold : "")
            + ".zip";
    return new CheckpointRef(qualified(new Path(of(trial), name)));
  }

  /** Where trials that train leave their state; an epoch that ends so long after the last does. */
  Safekeeping safekeeping(long everyMillis) {
    return new Safekeeping(qualified(folder), everyMillis);
  }

  private String qualified(Path path) {
    try {
      return files().makeQualified(path).toString();
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot find the file system of " + path, failure);
    }
  }

  /** A segment of a trial has come back: what it left on the way is needed no more. */
  void cameBack(int trial, Outcome.Timing timing) {
    if (timing.finishedAtMillis() - timing.startedAtMillis() >= Safekeeping.USUAL_MILLIS) {
      unneeded.add(new Path(of(trial), RUNNING));
    }
  }

  /** A trial needs none any more. */
  void ended(int trial) {
    unneeded.add(of(trial));
  }

  /** A trial has left newer ones. What a record names elsewhere is nobody's to remove. */
  void replaced(List<Checkpoint> older) {
    String own = qualified(folder) + "/";
    older.stream()
        .flatMap(checkpoint -> checkpoint.files().stream())
        .map(file -> new Path(file.uri()))
        .filter(file -> file.toString().startsWith(own))
        .forEach(unneeded::add);
  }

  /** Removes what is needed no more, now that the journal says so. */
  void sweep() {
    unneeded.forEach(this::delete);
    unneeded.clear();
  }

  /** Removes all: no trial is paused. What a crash left goes as well. */
  void sweepAll() {
    unneeded.clear();
    delete(folder);
  }

  private Path of(int trial) {
    return new Path(folder, "trial-" + trial);
  }

  private void delete(Path path) {
    try {
      files().delete(path, true);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot remove " + path, failure);
    }
  }

  private FileSystem files() throws IOException {
    return PlainFiles.at(folder, hadoop);
  }
}
