package io.espalier.search.history;

import static io.espalier.search.history.SampleRun.finished;
import static io.espalier.search.history.SampleRun.opened;
import static io.espalier.search.history.SampleRun.rejected;
import static io.espalier.search.history.SampleRun.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.wire.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReasonsTest {
  @Test
  void theCommonestComesFirstAndNumbersDoNotTellReasonsApart() {
    History history = History.of(List.of(opened(), started(1), finished(1, 0.5), rejected(2)));
    for (int trial = 3; trial <= 5; trial++) {
      history.append(started(trial));
      history.append(ended(trial, Outcome.Status.DIVERGED, "loss is NaN in epoch " + trial));
    }
    history.append(started(6));
    history.append(ended(6, Outcome.Status.FAILED, "out of memory"));
    assertThat(Reasons.of(history).most(2))
        .extracting(Reasons.Counted::text)
        .containsExactly(
            "3 × DIVERGED: loss is NaN in epoch …", "1 × INVALID: pool larger than input");
    assertThat(Reasons.of(history).most(9)).hasSize(3);
  }

  @Test
  void theSameReasonKeepsItsNumbers() {
    History history = History.of(List.of(opened()));
    for (int trial = 1; trial <= 2; trial++) {
      history.append(started(trial));
      history.append(ended(trial, Outcome.Status.DIVERGED, "loss is NaN in epoch 1"));
    }
    assertThat(Reasons.of(history).most(1).get(0).text())
        .isEqualTo("2 × DIVERGED: loss is NaN in epoch 1");
  }

  @Test
  void whatCompletedHasNoReason() {
    History history = History.of(List.of(opened(), started(1), finished(1, 0.5)));
    assertThat(Reasons.of(history).all()).isEmpty();
  }

  private static Event.TrialFinished ended(int trial, Outcome.Status status, String reason) {
    Outcome sample = SampleRun.outcome(trial, status, List.of());
    return new Event.TrialFinished(
        trial,
        new Outcome(
            trial,
            status,
            reason,
            "",
            List.of(),
            List.of(),
            1,
            List.of(),
            sample.timing(),
            sample.place()),
        0,
        3_000);
  }
}
