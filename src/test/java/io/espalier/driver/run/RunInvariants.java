package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.driver.journal.Folder;
import io.espalier.driver.journal.Journal;
import io.espalier.driver.tables.RunTables;
import io.espalier.driver.tables.TableDigest;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** What holds of every run that has come to its end, whatever has happened on the way. */
public final class RunInvariants {
  private final Folder run;
  private final List<Event> events;
  private final History history;

  private RunInvariants(String run, Configuration hadoop) {
    this.run = Folder.of(run, hadoop);
    events = Journal.read(run, hadoop);
    history = History.of(events);
  }

  /**
   * Holds a run to them.
   *
   * @param run its folder
   * @param trials of its budget
   * @param digest of the tables of a run that nothing has disturbed
   * @param told what a listener was told by the process that ended it: what was there, and what
   *     came to it
   */
  public static void hold(
      String run, Configuration hadoop, int trials, String digest, List<Event> told) {
    RunInvariants invariants = new RunInvariants(run, hadoop);
    invariants.everyTrialEndsOnce(trials);
    invariants.theReplayIsWhatTheProcessKnew(told);
    invariants.theTableIsThatOfAnUndisturbedRun(digest);
    invariants.theBestIsTheBestOfTheTable();
    invariants.modelsAreThere();
    invariants.nothingIsLeftBehind();
  }

  private void everyTrialEndsOnce(int budget) {
    assertThat(history.trials()).extracting(Trial::number).isEqualTo(numbers(budget));
    assertThat(history.trials()).allMatch(trial -> trial.status().finished());
    SortedMap<Integer, Integer> ends = new TreeMap<>();
    for (Event event : events) {
      if (event instanceof Event.TrialFinished
          || event instanceof Event.TrialStopped
          || event instanceof Event.TrialRejected) {
        ends.merge(((Event.OfTrial) event).trial(), 1, Integer::sum);
      } else if (event instanceof Event.TrialReopened reopened) {
        ends.merge(reopened.trial(), -1, Integer::sum);
      }
    }
    assertThat(ends.keySet()).containsExactlyElementsOf(numbers(budget));
    assertThat(ends.values()).containsOnly(1);
  }

  private static List<Integer> numbers(int budget) {
    return IntStream.rangeClosed(1, budget).boxed().toList();
  }

  private void theReplayIsWhatTheProcessKnew(List<Event> told) {
    assertThat(told).isEqualTo(events);
  }

  private void theTableIsThatOfAnUndisturbedRun(String digest) {
    assertThat(history.finish().map(Event.RunFinished::digest)).contains(digest);
    assertThat(TableDigest.of(history)).isEqualTo(digest);
  }

  private void theBestIsTheBestOfTheTable() {
    List<Group> rows = rows();
    assertThat(rows).hasSameSizeAs(history.trials());
    Comparator<Double> better =
        history.opened().objective().goal() == Objective.Goal.MINIMIZE
            ? Comparator.naturalOrder()
            : Comparator.reverseOrder();
    Optional<Double> best =
        rows.stream()
            .filter(row -> row.getString("status", 0).equals(TrialStatus.COMPLETED.name()))
            .filter(row -> row.getFieldRepetitionCount("objective") > 0)
            .map(row -> row.getDouble("objective", 0))
            .min(better);
    assertThat(history.best(1).stream().map(Trial::objective).findFirst()).isEqualTo(best);
  }

  private List<Group> rows() {
    List<Group> rows = new ArrayList<>();
    for (FileStatus part : list(run.child("tables/trials").path())) {
      try (ParquetReader<Group> reader =
          ParquetReader.builder(new GroupReadSupport(), part.getPath())
              .withConf(run.hadoop())
              .build()) {
        for (Group row = reader.read(); row != null; row = reader.read()) {
          rows.add(row);
        }
      } catch (IOException unreadable) {
        throw new AssertionError(part.getPath() + " cannot be read", unreadable);
      }
    }
    return rows;
  }

  private void modelsAreThere() {
    for (Event.Retrained retrained : history.retrained()) {
      if (!retrained.model().isEmpty()) {
        assertThat(names(run.child(retrained.model()).path()))
            .contains(ModelCard.CARD, ModelCard.MODEL);
      }
    }
    if (!history.retrained().isEmpty()) {
      assertThat(names(run.child(ModelStore.BEST).path()))
          .isEqualTo(names(run.child(history.retrained().get(0).model()).path()));
    }
  }

  private void nothingIsLeftBehind() {
    assertThat(names(run.path()))
        .doesNotContain("_preflight")
        .allMatch(name -> name.equals(".claimed") || !name.startsWith("."));
    assertThat(names(run.child("tables").path())).containsExactlyElementsOf(sorted());
    for (String table : RunTables.NAMES) {
      assertThat(names(run.child("tables").child(table).path()))
          .containsExactly("part-00001.parquet");
    }
    assertThat(hidden(run.path())).isEmpty();
    assertThat(names(run.child("checkpoints").path())).isEmpty();
  }

  private static List<String> sorted() {
    return RunTables.NAMES.stream().sorted().toList();
  }

  /** Files that were not written to their end. */
  private List<String> hidden(Path folder) {
    List<String> hidden = new ArrayList<>();
    for (FileStatus file : list(folder)) {
      String name = file.getPath().getName();
      if (file.isDirectory()) {
        hidden.addAll(hidden(file.getPath()));
      } else if (name.startsWith(".") && !name.equals(".claimed")) {
        hidden.add(file.getPath().toString());
      }
    }
    return hidden;
  }

  private List<String> names(Path folder) {
    return list(folder).stream().map(file -> file.getPath().getName()).sorted().toList();
  }

  private List<FileStatus> list(Path folder) {
    try {
      FileSystem files = run.fileSystem();
      return files.exists(folder) ? List.of(files.listStatus(folder)) : List.of();
    } catch (IOException unreadable) {
      throw new AssertionError(folder + " cannot be listed", unreadable);
    }
  }
}
