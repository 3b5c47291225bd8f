package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.driver.run.RunResult;
import io.espalier.search.history.Best;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Judgement;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Reasons;
import io.espalier.search.history.SampleRun;
import io.espalier.search.history.TrialStatus;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Outcome;
import io.espalier.wire.Part;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ResultTextTest {
  @Test
  void aResultNamesCountsBestModelTestTableAndDigest() {
    assertThat(ResultText.of(result(List.of(SampleRun.retrained(1)))).lines())
        .startsWith("experiment  sample, run 1", "trials      1 completed, 2 invalid")
        .anyMatch(line -> line.startsWith("best        trial 1: activation="))
        .contains(
            "objective   validation_loss 0.5",
            "retrained   trial 1: 2 epochs, 1234 parameters",
            "tested      test_accuracy 0.75, test_f1 0.7, test_loss 0.5",
            "model       /runs/sample/001/best",
            "table       /runs/sample/001/tables/trials",
            "report      /runs/sample/001/report.html")
        .endsWith("digest      abc");
  }

  @Test
  void theBestModelIsShownClassByClassAndTheOthersAreNot() {
    assertThat(
            ResultText.of(result(List.of(SampleRun.retrained(1), SampleRun.retrained(2)))).lines())
        .containsSequence(
            "tested      test_accuracy 0.75, test_f1 0.7, test_loss 0.5",
            "by class    class             precision  recall      f1  support",
            "            cat                  1.0000  0.5000  0.6667        2",
            "            dog                  0.6667  1.0000  0.8000        2",
            "            accuracy                             0.7500        4",
            "            macro average        0.8333  0.7500  0.7333        4",
            "            weighted average     0.8333  0.7500  0.7333        4",
            "retrained   trial 2: 2 epochs, 1234 parameters")
        .filteredOn(line -> line.startsWith("by class"))
        .hasSize(1);
  }

  @Test
  void moreThanTwentyClassesAreNotPrinted() {
    assertThat(ResultText.of(result(List.of(classifier(20)))).lines())
        .anyMatch(line -> line.startsWith("by class"));
    assertThat(ResultText.of(result(List.of(classifier(21)))).lines())
        .noneMatch(line -> line.startsWith("by class"));
  }

  private static Event.Retrained classifier(int classes) {
    Outcome sample = SampleRun.outcome(1, 0.5);
    Evaluation test =
        new Evaluation(
            Part.TEST,
            1,
            sample.test().get(0).metrics(),
            Collections.nCopies(classes, Collections.nCopies(classes, 1)));
    Outcome outcome =
        new Outcome(
            1,
            sample.status(),
            "",
            "",
            sample.measurements(),
            List.of(test),
            1,
            sample.saved(),
            sample.timing(),
            sample.place());
    return new Event.Retrained(1, 0, 1, outcome, "best", 1);
  }

  @Test
  void withoutARetrainedModelThereIsNone() {
    assertThat(ResultText.of(result(List.of())).lines()).contains("model       none");
  }

  @Test
  void aCrossValidationHasSpreadsAndFolds() {
    History history =
        History.of(
            List.of(
                SampleRun.opened(1, SampleRun.COLUMNS, 10),
                SampleRun.started(1),
                SampleRun.crossValidated(1, 0.5, 0.125)));
    assertThat(ResultText.of(result(history, 10, List.of())).lines())
        .contains(
            "objective   validation_loss 0.5 ± 0.125 over 10 folds",
            "measured    validation_loss 0.5 ± 0.125");
  }

  @Test
  void tiesAndLuckAreTold() {
    Objective accuracy =
        new Objective("validation_accuracy", Objective.Goal.MAXIMIZE, Objective.At.LAST);
    History history =
        History.of(
            List.of(
                SampleRun.opened(accuracy, Judgement.PLAIN, 0, 48),
                SampleRun.started(1),
                SampleRun.measured(1, Map.of("validation_accuracy", 1.0), 9),
                SampleRun.started(2),
                SampleRun.measured(2, Map.of("validation_accuracy", 1.0), 8)));
    assertThat(ResultText.of(result(history, 0, List.of())).lines())
        .anyMatch(line -> line.startsWith("best        trial 2: "))
        .containsSequence(
            "objective   validation_accuracy 1",
            "interval    0.9259 to 1 at 95 %, from 48 validation examples",
            "tied        2 trials have this value; the first by validation loss, then by fewer"
                + " parameters, then by number is best");
  }

  @Test
  void severalSeedsAreOneMeanWithItsSpread() {
    assertThat(
            ResultText.of(result(List.of(tested(0, 0.25), tested(1, 0.75), tested(2, 0.5))))
                .lines())
        .contains(
            "retrained   trial 1: 3 seeds, 2 epochs, 1234 parameters",
            "tested      test_accuracy 0.5 ± 0.25 over 3 seeds")
        .filteredOn(line -> line.startsWith("tested") || line.startsWith("retrained"))
        .hasSize(2);
  }

  @Test
  void aSeedThatFailedIsNotAmongTheMean() {
    Outcome diverged = SampleRun.outcome(1, Outcome.Status.DIVERGED, List.of(1.0));
    Event.Retrained failed = new Event.Retrained(1, 2, 3, diverged, "", 5);
    assertThat(
            ResultText.of("/runs/sample/001", List.of(tested(0, 0.25), tested(1, 0.75), failed))
                .lines())
        .containsExactly(
            "retrained   trial 1, seed 2: DIVERGED, loss is NaN",
            "retrained   trial 1: 2 seeds, 2 epochs, 1234 parameters",
            "tested      test_accuracy 0.5 ± 0.3536 over 2 seeds",
            "model       /runs/sample/001/best",
            "model       /runs/sample/001/best",
            "model       none");
  }

  @Test
  void modelsRetrainedAtTwoTimesStandAlone() {
    assertThat(ResultText.of(result(List.of(tested(0, 0.25), tested(0, 0.75)))).lines())
        .contains("tested      test_accuracy 0.25", "tested      test_accuracy 0.75");
  }

  @Test
  void aFailedRetrainSaysWhy() {
    Outcome diverged = SampleRun.outcome(1, Outcome.Status.DIVERGED, List.of(1.0));
    Event.Retrained failed = new Event.Retrained(1, 1, 3, diverged, "", 5);
    assertThat(ResultText.of("/runs/sample/001", List.of(failed)).lines())
        .containsExactly("retrained   trial 1, seed 1: DIVERGED, loss is NaN", "model       none");
  }

  /** A model with this test accuracy. */
  private static Event.Retrained tested(int seedIndex, double accuracy) {
    Outcome outcome = SampleRun.outcome(1, 0.5);
    Evaluation test =
        new Evaluation(Part.TEST, 4, new TreeMap<>(Map.of("accuracy", accuracy)), List.of());
    return new Event.Retrained(
        1,
        seedIndex,
        seedIndex,
        new Outcome(
            1,
            outcome.status(),
            "",
            "",
            outcome.measurements(),
            List.of(test),
            outcome.parameters(),
            outcome.saved(),
            outcome.timing(),
            outcome.place()),
        "best",
        5);
  }

  private static RunResult result(List<Event.Retrained> retrained) {
    History history =
        History.of(List.of(SampleRun.opened(), SampleRun.started(1), SampleRun.finished(1, 0.5)));
    return result(history, 0, retrained);
  }

  private static RunResult result(History history, int folds, List<Event.Retrained> retrained) {
    return new RunResult(
        "sample",
        1,
        "/runs/sample/001",
        history.opened().objective(),
        folds,
        new TreeMap<>(Map.of(TrialStatus.COMPLETED, 1, TrialStatus.INVALID, 2)),
        List.of(new Reasons.Counted(2, TrialStatus.INVALID, "pool larger than input")),
        Best.of(history),
        List.of(),
        retrained,
        List.of("cat", "dog"),
        "/runs/sample/001/report.html",
        "abc");
  }
}
