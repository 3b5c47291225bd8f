package io.espalier.driver.tables;

import io.espalier.search.history.Event.OfTrial;
import io.espalier.search.history.Event.Reasoned;
import io.espalier.search.history.Event.RunOpened;
import io.espalier.search.history.Event.SearchEnded;
import io.espalier.search.history.Event.TrialRejected;
import io.espalier.search.history.Event.TrialReopened;
import io.espalier.search.history.Event.TrialRestarted;
import io.espalier.search.history.Event.TrialResumed;
import io.espalier.search.history.Event.TrialStarted;
import io.espalier.search.history.Event.TrialStopped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@code decisions}: what was decided about which trial, or the search, why and when, in that
 * order.
 */
final class DecisionTable {
  private DecisionTable() {}

  /** A decision and its number, from 1. */
  record Row(int number, Reasoned decision) {}

  static Table<Row> of(Recorded recorded) {
    List<Reasoned> all = recorded.decisions();
    return new Table<>(
        "decisions",
        columns(recorded.opened()),
        all.size(),
        from ->
            IntStream.range(from, all.size()).mapToObj(i -> new Row(i + 1, all.get(i))).toList());
  }

  private static List<TableColumn<Row>> columns(RunOpened run) {
    return List.of(
        TableColumn.text("experiment", row -> run.experiment()),
        TableColumn.<Row>whole("run", row -> run.run()).uncompared(),
        TableColumn.whole("decision", Row::number),
        TableColumn.text("what", row -> what(row.decision())),
        TableColumn.wholeOrNull("trial", row -> trial(row.decision())),
        TableColumn.text("reason", row -> row.decision().reason()),
        TableColumn.<Row>instantOrNull(
                "decided_at", row -> Optional.of(Instant.ofEpochMilli(row.decision().atMillis())))
            .uncompared());
  }

  private static Optional<Integer> trial(Reasoned decision) {
    return decision instanceof OfTrial about ? Optional.of(about.trial()) : Optional.empty();
  }

  private static String what(Reasoned decision) {
    if (decision instanceof TrialStarted) {
      return "START";
    } else if (decision instanceof TrialResumed) {
      return "RESUME";
    } else if (decision instanceof TrialRestarted) {
      return "RESTART";
    } else if (decision instanceof TrialStopped) {
      return "STOP";
    } else if (decision instanceof TrialReopened) {
      return "REOPEN";
    } else if (decision instanceof TrialRejected) {
      return "REJECT";
    } else if (decision instanceof SearchEnded) {
      return "END";
    }
    throw new IllegalStateException("no word for the decision " + decision.getClass());
  }
}
