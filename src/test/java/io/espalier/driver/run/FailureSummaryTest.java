package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.wire.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureSummaryTest {
  @Test
  void equalReasonsAreCountedAndTheMostFrequentComeFirst() {
    List<Event> events = new ArrayList<>(List.of(SampleRun.opened(), SampleRun.started(1)));
    Outcome diverged = SampleRun.outcome(1, Outcome.Status.DIVERGED, List.of());
    events.add(new Event.TrialFinished(1, diverged, 0, 1));
    events.add(SampleRun.rejected(2));
    events.add(SampleRun.rejected(3));
    assertThat(FailureSummary.of(History.of(events)))
        .isEqualTo(
            """
            none of 3 trials could be trained:
              2 × INVALID: pool larger than input
              1 × DIVERGED: loss is NaN\
            """);
  }

  @Test
  void manyReasonsAreCutShort() {
    List<Event> events = new ArrayList<>(List.of(SampleRun.opened()));
    for (int trial = 1; trial <= 12; trial++) {
      events.add(
          new Event.TrialRejected(
              trial, SampleRun.configuration(trial), "reason " + "x".repeat(trial), 1));
    }
    assertThat(FailureSummary.of(History.of(events)).lines())
        .hasSize(12)
        .endsWith("  and 2 other reasons; see the trials table");
  }
}
