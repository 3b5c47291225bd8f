package io.espalier.search.history;

import static io.espalier.search.history.SampleRun.finished;
import static io.espalier.search.history.SampleRun.opened;
import static io.espalier.search.history.SampleRun.outcome;
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

    assertThat(best.of(outcome.measurements())).isEqualTo(0.2);
    assertThat(largest.of(outcome.measurements())).isEqualTo(0.7);
    assertThat(SampleRun.LOSS.of(outcome.measurements())).isNaN();
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
    assertThat(history.decisions()).extracting(Event.Decided::trial).containsExactly(1, 2, 1);
  }

  @Test
  void anInterruptedTrialKeepsItsSeed() {
    History history = History.of(List.of(opened(), started(1), RESUMED));
    Event.TrialStarted other =
        new Event.TrialStarted(1, SampleRun.configuration(1), 99, "again", 5_500);
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
    assertThatThrownBy(() -> history.append(new Event.TrialStarted(1, unknown, 1, "row 1", 2_000)))
        .hasMessage("trial 1 has parameters [depth], the run has the columns []");
  }

  private static Event.TrialFinished ended(int trial, Outcome.Status status, List<Double> losses) {
    return new Event.TrialFinished(trial, outcome(trial, status, losses), 0, 3_000);
  }
}
