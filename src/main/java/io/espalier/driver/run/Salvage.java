package io.espalier.driver.run;

import io.espalier.driver.journal.Claim;
import io.espalier.driver.journal.Folder;
import io.espalier.driver.journal.Journal;
import io.espalier.driver.journal.JournalException;
import io.espalier.driver.journal.JournalHealth;
import io.espalier.driver.journal.PlainFiles;
import io.espalier.driver.journal.RunFolder;
import io.espalier.driver.journal.RunFolders;
import io.espalier.driver.journal.RunLease;
import io.espalier.driver.journal.UnwritableException;
import io.espalier.engine.models.WholeFiles;
import io.espalier.search.history.Event;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Makes the next run of what can be read of a damaged one: the events up to the damage, and the
 * files that they name. Nothing behind the damage is taken over: what happened before it there
 * would be a guess, and trials that are trained again give the same. The damaged run is left as it
 * is. The record comes last, so that a crash leaves no run, or one that goes on.
 */
public final class Salvage {
  private static final List<String> FOLDERS = List.of("retrained", "checkpoints", "best");
  private static final int BATCH = 1_000;

  private final Folder from;
  private final Folder to;
  private final Configuration hadoop;

  private Salvage(Folder from, Folder to, Configuration hadoop) {
    this.from = from;
    this.to = to;
    this.hadoop = hadoop;
  }

  /**
   * Saves what can be read.
   *
   * @param damaged the folder of the run, a local path or Hadoop URI
   * @param notices told in one line of trouble with the lease
   * @return the folder of the new run, the next one beside the damaged one
   * @throws JournalException if nothing can be read
   * @throws UnwritableException if it cannot be written
   */
  public static RunFolder run(String damaged, Configuration hadoop, Consumer<String> notices) {
    JournalHealth record = JournalHealth.of(damaged, hadoop);
    if (record.events().isEmpty()) {
      throw new JournalException(
          damaged
              + ": nothing of its record can be read"
              + record.damage().map(why -> ": " + why).orElse(""));
    }
    Folder from = Folder.of(damaged, hadoop);
    Path experiment = from.path().getParent();
    RunFolder next =
        new RunFolders(experiment.getParent().toString(), hadoop).createNext(experiment.getName());
    return RunLease.holding(
        next.path(),
        hadoop,
        Claim.of("doctor"),
        notices,
        lease -> {
          Folder to = Folder.of(next.path(), hadoop);
          new Salvage(from, to, hadoop).write(lease, next.run(), record.events());
          return next;
        });
  }

  private void write(RunLease lease, int number, List<Event> events) {
    try {
      copyIfThere(ExperimentCopy.NAME);
      for (String folder : FOLDERS) {
        copyIfThere(folder);
      }
    } catch (IOException e) {
      throw new UnwritableException(to.text(), e);
    }
    try (Journal journal = Journal.create(lease)) {
      for (int begin = 0; begin < events.size(); begin += BATCH) {
        journal.append(
            events.subList(begin, Math.min(events.size(), begin + BATCH)).stream()
                .map(event -> moved(event, number))
                .toList());
      }
    }
  }

  private void copyIfThere(String name) throws IOException {
    Path source = new Path(from.path(), name);
    if (PlainFiles.at(source, hadoop).exists(source)) {
      copy(source, new Path(to.path(), name));
    }
  }

  private void copy(Path source, Path target) throws IOException {
    FileSystem files = PlainFiles.at(source, hadoop);
    if (files.getFileStatus(source).isDirectory()) {
      for (FileStatus child : files.listStatus(source)) {
        copy(child.getPath(), new Path(target, child.getPath().getName()));
      }
      return;
    }
    try (InputStream in = files.open(source)) {
      WholeFiles.write(target, hadoop, in::transferTo);
    }
  }

  /** The event in the new run: its number, and addresses below its folder. */
  private Event moved(Event event, int number) {
    if (event instanceof Event.RunOpened opened) {
      return opened.asRun(number);
    }
    if (event instanceof Event.TrialPaused paused) {
      return new Event.TrialPaused(
          paused.trial(), moved(paused.outcome()), paused.queueSeconds(), paused.atMillis());
    }
    if (event instanceof Event.Retrained again) {
      return new Event.Retrained(
          again.trial(),
          again.seedIndex(),
          again.seed(),
          moved(again.outcome()),
          again.model(),
          again.atMillis());
    }
    return event;
  }

  private Outcome moved(Outcome outcome) {
    return outcome.savedAs(outcome.saved().stream().map(one -> one.moved(this::moved)).toList());
  }

  private CheckpointRef moved(CheckpointRef network) {
    String old = from.path() + "/";
    return network.uri().startsWith(old)
        ? new CheckpointRef(to.path() + "/" + network.uri().substring(old.length()))
        : network;
  }
}
