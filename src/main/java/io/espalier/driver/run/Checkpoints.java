package io.espalier.driver.run;

import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where the networks of paused trials are kept: {@code checkpoints/trial-<n>/} of a run's folder,
 * one zip per fold. Those that no decision can need are removed, but not before the journal says
 * so.
 */
final class Checkpoints {
  private static final String FOLDER = "checkpoints";

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
    Path zip = new Path(of(trial), name);
    try {
      return new CheckpointRef(files().makeQualified(zip).toString());
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot find the file system of " + zip, failure);
    }
  }

  /** A trial needs none any more. */
  void ended(int trial) {
    unneeded.add(of(trial));
  }

  /** A trial has left newer ones. */
  void replaced(List<Checkpoint> older) {
    older.stream()
        .map(Checkpoint::network)
        .filter(CheckpointRef::exists)
        .forEach(network -> unneeded.add(new Path(network.uri())));
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
