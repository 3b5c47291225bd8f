package io.espalier.search.history;

import static io.espalier.search.history.SampleRun.finished;
import static io.espalier.search.history.SampleRun.opened;
import static io.espalier.search.history.SampleRun.outcome;
import static io.espalier.search.history.SampleRun.paused;
import static io.espalier.search.history.SampleRun.rejected;
import static io.espalier.search.history.SampleRun.retrained;
import static io.espalier.search.history.SampleRun.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.wire.Configuration;
import io.espalier.wire.Outcome;
import io.espalier.wire.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final Event.RunResumed RESUMED = new Event.RunResumed(new TreeMap<>(), 5_000);
  private static final Event.RunFinished FINISHED = new Event.RunFinished("d1", 6_000);

  @Test
  void countsFollowEveryEvent() {
    History history = History.of(List.of(opened(), started(1), started(2), rejected(3)));
    history.append(finished(2, 0.5));

    assertThat(history.count(TrialStatus.RUNNING)).isEqualTo(1);
    assertThat(history.count(TrialStatus.COMPLETED)).isEqualTo(1);
    assertThat(history.count(TrialStatus.INVALID)).isEqualTo(1);
    assertThat(history.count(TrialStatus.FAILED)).isZero();
    assertThat(history.running()).extracting(Trial::number).containsExactly(1);
    assertThat(history.finished()).extracting(Trial::number).containsExactly(3, 2);
    assertThat(history.nextTrial()).isEqualTo(4);
  }

  @Test
  void theBestComeFirstAndTiesGoToTheLowerNumber() {
    History history = new History();
    history.append(opened());
    double[] losses = {0.5, 0.3, 0.9, 0.3};
    for (int trial = 1; trial <= losses.length; trial++) {
      history.append(started(trial));
    }
    for (int trial = losses.length; trial >= 1; trial--) {
      history.append(finished(trial, losses[trial - 1]));
    }
    assertThat(history.best(3)).extracting(Trial::number).containsExactly(2, 4, 1);
    assertThat(history.best(9)).hasSize(4);
  }

  @Test
  void noTrialWithoutAnObjectiveIsEverBest() {
    History history = History.of(List.of(opened(), started(1), started(2), started(3), started(4)));
    history.append(finished(1, Double.NaN));
    history.append(ended(2, Outcome.Status.DIVERGED, List.of(0.001)));
    history.append(ended(3, Outcome.Status.FAILED, List.of()));
    history.append(ended(4, Outcome.Status.COMPLETED, List.of()));

    assertThat(history.best(10)).isEmpty();
    assertThat(history.trial(2).orElseThrow().objective()).isNaN();
    assertThat(history.trial(2).orElseThrow().reason()).isEqualTo("loss is NaN");
  }

  @Test
  void anObjectiveAtTheBestEpochPassesOverNaN() {
    Objective best = new Objective("validation_loss", Objective.Goal.MINIMIZE, Objective.At.BEST);
    Objective largest =
        new Objective("validation_loss", Objective.Goal.MAXIMIZE, Objective.At.BEST);
    Outcome outcome =
        outcome(1, Outcome.Status.COMPLETED, List.of(Double.NaN, 0.4, 0.2, 0.7, Double.NaN));

    assertThat(best.of(outcome.measurements(), 0)).isEqualTo(0.2);
    assertThat(largest.of(outcome.measurements(), 0)).isEqualTo(0.7);
    assertThat(SampleRun.LOSS.of(outcome.measurements(), 0)).isNaN();
  }

  @Test
  void aFinishNeedsAStart() {
    History history = History.of(List.of(opened()));
    assertThatThrownBy(() -> history.append(finished(1, 0.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("trial 1 cannot finish: it is not running");
  }

  @Test
  void aTrialFinishesOnce() {
    History history = History.of(List.of(opened(), started(1), finished(1, 0.5)));
    assertThatThrownBy(() -> history.append(finished(1, 0.4)))
        .hasMessage("trial 1 cannot finish: it is not running");
    assertThat(history.best(1).get(0).objective()).isEqualTo(0.5);
  }

  @Test
  void aTrialFinishesWithItsOwnOutcome() {
    assertThatThrownBy(() -> new Event.TrialFinished(1, outcome(2, 0.5), 0, 0))
        .hasMessage("trial 1 cannot finish with the outcome of trial 2");
  }

  @Test
  void numbersFollowOneAnother() {
    History history = History.of(List.of(opened(), started(1)));
    assertThatThrownBy(() -> history.append(started(3)))
        .hasMessage("trial 3 cannot be decided now: the next new trial is 2");
    assertThatThrownBy(() -> history.append(started(1)))
        .hasMessage("trial 1 cannot be decided now: the next new trial is 2");
    assertThatThrownBy(() -> history.append(rejected(1)))
        .hasMessage("trial 1 cannot be decided now: the next new trial is 2");
  }

  @Test
  void theRunIsOpenedFirstAndOnce() {
    History history = new History();
    assertThatThrownBy(() -> history.append(RESUMED))
        .hasMessageStartingWith("a run must be opened first, not begin with RunResumed");
    assertThatThrownBy(history::opened).hasMessage("the run has not been opened");
    history.append(opened());
    assertThatThrownBy(() -> history.append(opened())).hasMessage("the run is open already");
  }

  @Test
  void anInterruptedTrialStartsAgainAfterTheRunResumed() {
    History history = History.of(List.of(opened(), started(1), started(2), finished(2, 0.5)));
    history.append(RESUMED);

    assertThat(history.running()).isEmpty();
    assertThat(history.interrupted()).extracting(Trial::number).containsExactly(1);
    assertThatThrownBy(() -> history.append(finished(1, 0.5)))
        .hasMessage("trial 1 cannot finish: it is not running");

    history.append(started(1));
    history.append(finished(1, 0.25));
    assertThat(history.interrupted()).isEmpty();
    assertThat(history.count(TrialStatus.RUNNING)).isZero();
    assertThat(history.best(1).get(0).number()).isEqualTo(1);
    assertThat(history.decisions())
        .extracting(one -> ((Event.Decided) one).trial())
        .containsExactly(1, 2, 1);
  }

  @Test
  void anInterruptedTrialKeepsItsSeed() {
    History history = History.of(List.of(opened(), started(1), RESUMED));
    Event.TrialStarted other =
        new Event.TrialStarted(1, SampleRun.configuration(1), 99, 2, "again", 5_500);
    assertThatThrownBy(() -> history.append(other))
        .hasMessage(
            "trial 1 was interrupted and must start again with the same configuration and seed");
    assertThat(history.interrupted()).hasSize(1);
  }

  @Test
  void aRunFinishesWhenAllTrialsHave() {
    History history = History.of(List.of(opened(), started(1)));
    assertThatThrownBy(() -> history.append(FINISHED))
        .hasMessage("the run cannot finish while trials [1] have not");
    history.append(finished(1, 0.5));
    history.append(FINISHED);
    assertThat(history.finish().orElseThrow().digest()).isEqualTo("d1");
    assertThatThrownBy(() -> history.append(started(2)))
        .hasMessageStartingWith("the run is finished: TrialStarted");
  }

  @Test
  void aFinishedRunMayRetrainAndBeExtended() {
    History history = History.of(List.of(opened(), started(1), finished(1, 0.5), FINISHED));
    history.append(retrained(1));
    assertThat(history.finish()).isPresent();
    assertThat(history.retrained()).hasSize(1);

    history.append(RESUMED);
    assertThat(history.finish()).isEmpty();
    history.append(started(2));
    assertThat(history.running()).hasSize(1);
  }

  @Test
  void onlyTrainedTrialsAreRetrained() {
    History history = History.of(List.of(opened(), rejected(1), started(2)));
    for (int trial : new int[] {1, 2, 3}) {
      assertThatThrownBy(() -> history.append(retrained(trial)))
          .hasMessage("trial " + trial + " cannot be retrained: it has not been trained");
    }
  }

  @Test
  void aParameterWithoutAColumnIsRefused() {
    History history = History.of(List.of(opened(1, List.of())));
    Configuration unknown = Configuration.of(Map.of("depth", new Value.Whole(1)));
    assertThatThrownBy(
            () -> history.append(new Event.TrialStarted(1, unknown, 1, 2, "row 1", 2_000)))
        .hasMessage("trial 1 has parameters [depth], the run has the columns []");
  }

  @Test
  void aTrialIsTheListOfItsSegments() {
    History history = History.of(List.of(opened(), started(1), paused(1, 2, 0.5)));
    assertThat(history.paused()).extracting(Trial::number).containsExactly(1);
    assertThat(history.running()).isEmpty();
    assertThat(history.count(TrialStatus.PAUSED)).isEqualTo(1);
    assertThat(history.trial(1).orElseThrow().objective()).isEqualTo(0.5);
    assertThat(history.best(1)).as("a paused trial is not the best").isEmpty();

    history.append(resumed(1, 4));
    assertThat(history.count(TrialStatus.PAUSED)).isZero();
    assertThat(history.running()).extracting(Trial::toEpoch).containsExactly(4);
    history.append(
        new Event.TrialFinished(
            1, SampleRun.segment(1, Outcome.Status.COMPLETED, 3, 4, 0.25), 0.5, 4_000));

    Trial trial = history.trial(1).orElseThrow();
    assertThat(trial.segments()).hasSize(2);
    assertThat(trial.measurements()).extracting(one -> one.epoch()).containsExactly(1, 2, 3, 4);
    assertThat(trial.objective()).isEqualTo(0.25);
    assertThat(trial.queueSeconds()).isEqualTo(0.75);
    assertThat(trial.outcome().orElseThrow().timing().trainSeconds()).isEqualTo(0.4);
    assertThat(trial.checkpoints()).isEmpty();
    assertThat(history.finished()).containsExactly(trial);
    assertThat(history.epochsDecided()).isEqualTo(4);
  }

  @Test
  void aStoppedTrialCountsWithItsLastMeasurement() {
    History history = History.of(List.of(opened(), started(1), paused(1, 2, 0.5)));
    history.append(new Event.TrialStopped(1, "0.5 is worse than 0.3", 4_000));
    Trial trial = history.best(1).get(0);
    assertThat(trial.status()).isEqualTo(TrialStatus.STOPPED);
    assertThat(trial.reason()).isEqualTo("0.5 is worse than 0.3");
    assertThat(trial.objective()).isEqualTo(0.5);
    assertThat(history.finished()).hasSize(1);
    assertThat(history.paused()).isEmpty();
    history.append(FINISHED);
  }

  @Test
  void aTrialThatWasStoppedWhileItTrainedIsADecisionAndGivesItsEpochsBack() {
    History history = History.of(List.of(opened(), started(1), paused(1, 2, 0.5), resumed(1, 9)));
    assertThat(history.epochsDecided()).isEqualTo(9);
    Outcome sample = SampleRun.segment(1, Outcome.Status.STOPPED, 3, 4, 0.4);
    Outcome stopped =
        new Outcome(
            1,
            sample.status(),
            "0.4 is worse than 0.3",
            "",
            sample.measurements(),
            List.of(),
            100,
            List.of(),
            sample.timing(),
            sample.place());
    history.append(new Event.TrialFinished(1, stopped, 0.5, 4_000));
    assertThat(history.decisions())
        .last()
        .isEqualTo(new Event.TrialStopped(1, "0.4 is worse than 0.3", 4_000));
    assertThat(history.epochsDecided()).isEqualTo(4);
    Trial trial = history.trial(1).orElseThrow();
    assertThat(trial.status()).isEqualTo(TrialStatus.STOPPED);
    assertThat(trial.reason()).isEqualTo("0.4 is worse than 0.3");
    assertThat(trial.epochs()).isEqualTo(4);
    history.append(FINISHED);
  }

  @Test
  void whatCannotFollowIsRefused() {
    History history = History.of(List.of(opened(), started(1), started(2), paused(1, 2, 0.5)));
    assertThatThrownBy(() -> history.append(resumed(2, 4)))
        .hasMessage("trial 2 cannot go on: it is not paused");
    assertThatThrownBy(() -> history.append(resumed(1, 2)))
        .hasMessage("trial 1 has 2 epochs and cannot go on to 2");
    assertThatThrownBy(() -> history.append(new Event.TrialStopped(2, "slow", 4_000)))
        .hasMessage("trial 2 cannot stop: it is not paused");
    assertThatThrownBy(() -> history.append(paused(1, 2, 0.5)))
        .hasMessage("trial 1 cannot pause: it is not running");
    assertThatThrownBy(() -> history.append(new Event.TrialReopened(1, "again", 4_000)))
        .hasMessage("trial 1 cannot be tried again: it has not failed");
    history.append(finished(2, 0.5));
    assertThatThrownBy(() -> history.append(FINISHED))
        .hasMessage("the run cannot finish while trials [1] have not");
  }

  @Test
  void aTrialThatWasInterruptedInALaterSegmentGoesOnFromWhereItPaused() {
    History history =
        History.of(List.of(opened(), started(1), paused(1, 2, 0.5), resumed(1, 4), RESUMED));
    assertThat(history.interrupted()).extracting(Trial::epochs).containsExactly(2);
    history.append(resumed(1, 3));
    assertThat(history.running()).extracting(Trial::toEpoch).containsExactly(3);
    assertThat(history.epochsDecided()).isEqualTo(3);
  }

  @Test
  void aTrialThatTrainsFromItsBeginningAgainKeepsWhatItHasMeasured() {
    History history = History.of(List.of(opened(), started(1), paused(1, 2, 0.5), resumed(1, 4)));
    Event.TrialRestarted restart = new Event.TrialRestarted(1, "its checkpoint is gone", 4_000);
    history.append(restart);
    assertThat(history.decisions()).last().isEqualTo(restart);
    assertThat(history.running())
        .singleElement()
        .satisfies(
            trial -> {
              assertThat(trial.epochs()).isEqualTo(2);
              assertThat(trial.toEpoch()).isEqualTo(4);
              assertThat(trial.decidedAtMillis()).isEqualTo(4_000);
            });
    assertThat(history.epochsDecided()).isEqualTo(4);
    history.append(
        new Event.TrialFinished(
            1, SampleRun.segment(1, Outcome.Status.COMPLETED, 3, 4, 0.25), 0.5, 5_000));
    assertThat(history.trial(1).orElseThrow().measurements()).hasSize(4);
  }

  @Test
  void onlyWhatGoesOnCanTrainFromItsBeginningAgain() {
    History history = History.of(List.of(opened(), started(1), started(2), paused(2, 2, 0.5)));
    assertThatThrownBy(() -> history.append(new Event.TrialRestarted(1, "gone", 4_000)))
        .hasMessage("trial 1 cannot restart: it has not paused before");
    assertThatThrownBy(() -> history.append(new Event.TrialRestarted(2, "gone", 4_000)))
        .hasMessage("trial 2 cannot restart: it is not running");
  }

  @Test
  void aFailedTrialCanBeTriedAgain() {
    History history = History.of(List.of(opened(), started(1)));
    history.append(ended(1, Outcome.Status.FAILED, List.of(0.5)));
    history.append(new Event.TrialReopened(1, "to be tried again", 4_000));
    assertThat(history.count(TrialStatus.FAILED)).isZero();
    assertThat(history.finished()).isEmpty();
    assertThat(history.interrupted()).extracting(Trial::segments).containsExactly(List.of());
    history.append(started(1));
    history.append(finished(1, 0.5));
    assertThat(history.best(1)).extracting(Trial::number).containsExactly(1);
  }

  @Test
  void aStoppedTrialIsNeverBeforeOneThatTrainedToItsEndOrFurther() {
    History history = History.of(List.of(opened(), started(1), started(2), started(3), started(4)));
    history.append(paused(1, 1, 0.1));
    history.append(new Event.TrialStopped(1, "enough", 4_000));
    assertThat(history.best(1)).extracting(Trial::number).containsExactly(1);
    history.append(paused(2, 2, 0.4));
    history.append(new Event.TrialStopped(2, "enough", 4_000));
    history.append(paused(3, 2, 0.3));
    history.append(new Event.TrialStopped(3, "enough", 4_000));
    assertThat(history.best(9)).extracting(Trial::number).containsExactly(3, 2, 1);
    history.append(finished(4, 0.9));
    assertThat(history.best(9)).extracting(Trial::number).containsExactly(4, 3, 2, 1);
  }

  @Test
  void aTrialCanBeLookedAtAsItWas() {
    History history = History.of(List.of(opened(), started(1), paused(1, 2, 0.5), resumed(1, 4)));
    history.append(
        new Event.TrialFinished(
            1, SampleRun.segment(1, Outcome.Status.COMPLETED, 3, 4, 0.25), 0.5, 4_000));
    Trial now = history.trial(1).orElseThrow();
    assertThat(now.after(2, SampleRun.LOSS)).isSameAs(now);
    Trial before = now.after(1, SampleRun.LOSS);
    assertThat(before.status()).isEqualTo(TrialStatus.PAUSED);
    assertThat(before.objective()).isEqualTo(0.5);
    assertThat(before.epochs()).isEqualTo(2);
    assertThat(before.toEpoch()).isEqualTo(2);
  }

  @Test
  void whatHappenedToTrialsIsKeptInOrder() {
    List<Event> events =
        List.of(opened(), started(1), rejected(2), paused(1, 2, 0.5), RESUMED, resumed(1, 4));
    assertThat(History.of(events).events())
        .containsExactlyElementsOf(
            events.stream()
                .filter(Event.OfTrial.class::isInstance)
                .map(Event.OfTrial.class::cast)
                .toList());
  }

  @Test
  void whatIsObservedGrowsInTheOrderOfTrials() {
    History history = History.of(List.of(opened(), started(1), started(2), started(3)));
    history.append(finished(2, 0.5));
    history.append(rejected(4));
    assertThat(history.observedTo()).isZero();
    history.append(paused(1, 2, 0.5));
    assertThat(history.observedTo()).isEqualTo(2);
    history.append(resumed(1, 4));
    assertThat(history.observedTo()).isEqualTo(2);
    history.append(finished(3, 0.5));
    assertThat(history.observedTo()).isEqualTo(4);
  }

  @Test
  void theNamesOfAllMetricsAreKnown() {
    History history = History.of(List.of(opened(), started(1)));
    assertThat(history.metrics()).isEmpty();
    history.append(finished(1, 0.5));
    assertThat(history.metrics()).containsExactly("train_loss", "validation_f1", "validation_loss");
  }

  private static Event.TrialResumed resumed(int trial, int toEpoch) {
    return new Event.TrialResumed(trial, toEpoch, "one of the best", 3_500);
  }

  private static Event.TrialFinished ended(int trial, Outcome.Status status, List<Double> losses) {
    return new Event.TrialFinished(trial, outcome(trial, status, losses), 0, 3_000);
  }
}
