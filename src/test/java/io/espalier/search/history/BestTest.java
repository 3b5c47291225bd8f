package io.espalier.search.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.wire.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BestTest {
  private static final Objective ACCURACY =
      new Objective("validation_accuracy", Objective.Goal.MAXIMIZE, Objective.At.LAST);
  private static final Offset<Double> SMALL = within(1e-4);

  /** As many a search on few examples ends: every seventh trial makes no mistake. */
  @Test
  void ofTrialsThatTieTheOneWithTheSmallestLossIsBestAndTheirNumberIsTold() {
    History history = accuracies();
    for (int trial = 1; trial <= 2_000; trial++) {
      boolean faultless = trial % 7 == 3;
      finish(history, trial, faultless ? 1.0 : 0.9375, 0.3 - trial * 1e-4, 100);
    }
    Best best = Best.of(history).orElseThrow();
    assertThat(best.value()).isEqualTo(1);
    assertThat(best.tied()).isEqualTo(286);
    assertThat(best.trial().number()).isEqualTo(1_998);
    assertThat(history.best(2_000)).hasSize(2_000).isSortedAccordingTo(BestTest::expected);
  }

  private static int expected(Trial a, Trial b) {
    int accuracy = Double.compare(b.objective(), a.objective());
    return accuracy != 0 ? accuracy : Integer.compare(b.number(), a.number());
  }

  @Test
  void equalLossesAreToldApartByParametersAndThenByNumber() {
    History history = accuracies();
    finish(history, 1, 1.0, 0.25, 300);
    finish(history, 2, 1.0, 0.25, 200);
    finish(history, 3, 1.0, 0.25, 200);
    finish(history, 4, 1.0, 0.5, 100);
    assertThat(history.best(9)).extracting(Trial::number).containsExactly(2, 3, 1, 4);
  }

  @Test
  void aTrialWithoutAValidationLossComesAfterThoseThatTieWithItAndHaveOne() {
    History history = accuracies();
    history.append(SampleRun.started(1));
    history.append(SampleRun.measured(1, Map.of("validation_accuracy", 1.0), 1));
    finish(history, 2, 1.0, 9.0, 100);
    assertThat(history.best(9)).extracting(Trial::number).containsExactly(2, 1);
  }

  /** Wilson's formula with z = 1.959964 of 43 and of all 48. */
  @Test
  void anAccuracyHasTheIntervalOfAShareOfItsExamples() {
    History history = accuracies();
    finish(history, 1, 43.0 / 48, 0.25, 100);
    Interval some = Best.of(history).orElseThrow().interval().orElseThrow();
    assertThat(some.low()).isCloseTo(0.7783, SMALL);
    assertThat(some.high()).isCloseTo(0.9547, SMALL);
    finish(history, 2, 1.0, 0.25, 100);
    Interval all = Best.of(history).orElseThrow().interval().orElseThrow();
    assertThat(all.low()).isCloseTo(0.9259, SMALL);
    assertThat(all.high()).isCloseTo(1, SMALL);
    assertThat(all.from()).isEqualTo("48 validation examples");
  }

  /** Student's t of 9 degrees of freedom is 2.2622 at 97.5 %. */
  @Test
  void aMeanOverFoldsHasTheIntervalOfAMean() {
    History history = new History();
    history.append(SampleRun.opened(SampleRun.LOSS, Judgement.PLAIN, 10, 0));
    history.append(SampleRun.started(1));
    history.append(SampleRun.crossValidated(1, 0.5, 0.125));
    Best best = Best.of(history).orElseThrow();
    Interval interval = best.interval().orElseThrow();
    assertThat(best.spread()).isEqualTo(0.125);
    assertThat(interval.low()).isCloseTo(0.5 - 2.2622 * 0.125 / Math.sqrt(10), SMALL);
    assertThat(interval.high()).isCloseTo(0.5 + 2.2622 * 0.125 / Math.sqrt(10), SMALL);
    assertThat(interval.from()).isEqualTo("10 folds");
  }

  @Test
  void oneMeasurementOfALossSaysNothingOfItsUncertainty() {
    History history = new History();
    history.append(SampleRun.opened(SampleRun.LOSS, Judgement.PLAIN, 0, 48));
    history.append(SampleRun.started(1));
    history.append(SampleRun.finished(1, 0.5));
    assertThat(Best.of(history).orElseThrow().interval()).isEmpty();
    assertThat(Best.of(history).orElseThrow().tied()).isOne();
  }

  /** Trial 1 was lucky, 2 less so, 3 diverges with another seed, 4 was not asked. */
  @Test
  void ofConfirmedTrialsTheMeanOfAllMeasurementsDecides() {
    History history = accuracies();
    double[] searched = {1.0, 0.9375, 0.96875, 0.984375};
    for (int trial = 1; trial <= 4; trial++) {
      finish(history, trial, searched[trial - 1], 0.25, 100);
    }
    confirm(history, 1, 2, 0.5);
    confirm(history, 2, 1, 0.9375);
    confirm(history, 1, 1, 0.75);
    confirm(history, 2, 2, 0.9375);
    history.append(
        new Event.TrialConfirmed(
            3, 1, 9, SampleRun.outcome(3, Outcome.Status.DIVERGED, List.of(1.0)), 1));
    assertThat(history.best(9)).extracting(Trial::number).containsExactly(2, 1, 3, 4);
    assertThat(history.ranking().searched(9)).extracting(Trial::number).containsExactly(1, 4, 3, 2);
    Best best = Best.of(history).orElseThrow();
    assertThat(best.value()).isEqualTo(0.9375);
    assertThat(best.spread()).isZero();
    assertThat(best.over()).isEqualTo("3 measurements");
    assertThat(best.tied()).isOne();
    Trial lucky = history.trial(1).orElseThrow();
    assertThat(history.ranking().measured(lucky).values()).containsExactly(1.0, 0.75, 0.5);
  }

  @Test
  void onlyATrialWithAValueIsConfirmed() {
    History history = accuracies();
    history.append(SampleRun.started(1));
    assertThatThrownBy(() -> confirm(history, 1, 1, 0.5))
        .hasMessage("trial 1 cannot be confirmed: it has no value");
  }

  private static void confirm(History history, int trial, int index, double accuracy) {
    Outcome outcome = SampleRun.measurement(trial, Map.of("validation_accuracy", accuracy), 100);
    history.append(new Event.TrialConfirmed(trial, index, 9, outcome, 1));
  }

  @Test
  void withoutAFinishedTrialThereIsNone() {
    assertThat(Best.of(accuracies())).isEmpty();
    assertThat(Best.of(new History())).isEmpty();
  }

  private static History accuracies() {
    return History.of(new ArrayList<>(List.of(SampleRun.opened(ACCURACY, Judgement.PLAIN, 0, 48))));
  }

  private static void finish(
      History history, int trial, double accuracy, double loss, long parameters) {
    history.append(SampleRun.started(trial));
    history.append(
        SampleRun.measured(
            trial, Map.of("validation_accuracy", accuracy, "validation_loss", loss), parameters));
  }
}
