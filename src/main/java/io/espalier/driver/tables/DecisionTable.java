package io.espalier.driver.tables;

import io.espalier.search.history.Event.Decided;
import io.espalier.search.history.Event.RunOpened;
import io.espalier.search.history.Event.TrialRejected;
import io.espalier.search.history.Event.TrialReopened;
import io.espalier.search.history.Event.TrialResumed;
import io.espalier.search.history.Event.TrialStarted;
import io.espalier.search.history.Event.TrialStopped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@code decisions}: what was decided about which trial, why and when, in that order. */
final class DecisionTable {
  private DecisionTable() {}

  /** A decision and its number, from 1. */
  record Row(int number, Decided decision) {}

  static Table<Row> of(Recorded recorded) {
    List<Decided> all = recorded.decisions();
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
        TableColumn.whole("trial", row -> row.decision().trial()),
        TableColumn.text("reason", row -> row.decision().reason()),
        TableColumn.<Row>instantOrNull(
                "decided_at", row -> Optional.of(Instant.ofEpochMilli(row.decision().atMillis())))
            .uncompared());
  }

  private static String what(Decided decision) {
    if (decision instanceof TrialStarted) {
      return "START";
    } else if (decision instanceof TrialResumed) {
      return "RESUME";
    } else if (decision instanceof TrialStopped) {
      return "STOP";
    } else if (decision instanceof TrialReopened) {
      return "REOPEN";
    } else if (decision instanceof TrialRejected) {
      return "REJECT";
    }
    throw new IllegalStateException("no word for the decision " + decision.getClass());
  }
}
