package io.espalier.cli;

import io.espalier.driver.journal.RunFolder;
import io.espalier.driver.report.ReportNumbers;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What {@code runs} answers. */
record RunsAnswer(List<Row> runs) implements Answer {
  static final List<String> HEADER =
      List.of(
          "experiment",
          "run",
          "state",
          "finished",
          "failed",
          "best",
          "objective",
          "started",
          "folder");

  /**
   * A run; what is not known of a damaged one is empty.
   *
   * @param state whether it has ended: finished, unfinished or damaged
   * @param reason why it is damaged
   * @param finished trials that have come to their end
   * @param failed of those, the diverged, failed and invalid ones
   */
  record Row(
      String experiment,
      int run,
      String state,
      Optional<String> reason,
      Optional<Integer> finished,
      Optional<Integer> failed,
      Optional<Best> best,
      Optional<String> startedAt,
      String folder) {
    static Row of(RunFolder run, History history) {
      int failed =
          history.count(TrialStatus.FAILED)
              + history.count(TrialStatus.DIVERGED)
              + history.count(TrialStatus.INVALID);
      Instant started = Instant.ofEpochMilli(history.opened().atMillis());
      return new Row(
          run.experiment(),
          run.run(),
          history.finish().isPresent() ? "finished" : "unfinished",
          Optional.empty(),
          Optional.of(history.finished().size()),
          Optional.of(failed),
          history.best(1).stream().findFirst().map(best -> Best.of(history, best)),
          Optional.of(started.truncatedTo(ChronoUnit.SECONDS).toString()),
          run.path());
    }

    static Row damaged(RunFolder run, String why) {
      return new Row(
          run.experiment(),
          run.run(),
          "damaged",
          Optional.of(why),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          run.path());
    }

    List<Object> cells() {
      return List.of(
          experiment,
          run,
          state + reason.map(why -> ": " + why).orElse(""),
          finished.map(Object.class::cast).orElse("-"),
          failed.map(Object.class::cast).orElse("-"),
          best.map(one -> "trial " + one.trial()).orElse("-"),
          best.map(Best::text).orElse("-"),
          startedAt.orElse("-"),
          folder);
    }
  }

  /** The best trial so far. */
  record Best(int trial, String metric, double objective) {
    static Best of(History history, Trial trial) {
      return new Best(trial.number(), history.opened().objective().metric(), trial.objective());
    }

    String text() {
      return metric + " " + ReportNumbers.text(objective);
    }
  }

  List<List<Object>> cells() {
    return runs.stream().map(Row::cells).toList();
  }

  @Override
  public String text() {
    TextTable table = new TextTable(HEADER);
    cells().forEach(row -> table.row(row.stream().map(String::valueOf).toList()));
    return table.toString();
  }
}
