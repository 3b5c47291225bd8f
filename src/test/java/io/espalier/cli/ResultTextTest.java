package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.driver.run.RunResult;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import io.espalier.search.history.SampleRun;
import io.espalier.search.history.TrialStatus;
import io.espalier.wire.Outcome;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ResultTextTest {
  private static final Objective LOSS =
      new Objective("validation_loss", Objective.Goal.MINIMIZE, Objective.At.LAST);

  @Test
  void aResultNamesCountsBestModelTestTableAndDigest() {
    assertThat(ResultText.of(result(List.of(SampleRun.retrained(1)))).lines())
        .startsWith("experiment  sample, run 1", "trials      1 completed, 2 invalid")
        .anyMatch(line -> line.startsWith("best        trial 1: activation="))
        .contains(
            "objective   validation_loss 0.5000",
            "retrained   trial 1: 2 epochs, 1234 parameters",
            "tested      test_accuracy 0.7500, test_f1 0.7000, test_loss 0.5000",
            "model       /runs/sample/001/best",
            "table       /runs/sample/001/tables/trials",
            "report      /runs/sample/001/report.html")
        .endsWith("digest      abc");
  }

  @Test
  void withoutARetrainedModelThereIsNone() {
    assertThat(ResultText.of(result(List.of())).lines()).contains("model       none");
  }

  @Test
  void aFailedRetrainSaysWhy() {
    Outcome diverged = SampleRun.outcome(1, Outcome.Status.DIVERGED, List.of(1.0));
    Event.Retrained failed = new Event.Retrained(1, 1, 3, diverged, "", 5);
    assertThat(ResultText.of("/runs/sample/001", List.of(failed)).lines())
        .containsExactly("retrained   trial 1, seed 1: DIVERGED, loss is NaN", "model       none");
  }

  private static RunResult result(List<Event.Retrained> retrained) {
    History history =
        History.of(List.of(SampleRun.opened(), SampleRun.started(1), SampleRun.finished(1, 0.5)));
    return new RunResult(
        "sample",
        1,
        "/runs/sample/001",
        LOSS,
        new TreeMap<>(Map.of(TrialStatus.COMPLETED, 1, TrialStatus.INVALID, 2)),
        history.best(1).stream().findFirst(),
        retrained,
        "/runs/sample/001/report.html",
        "abc");
  }
}
