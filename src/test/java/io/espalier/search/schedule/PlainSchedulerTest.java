package io.espalier.search.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.search.suggest.GridSearcher;
import io.espalier.wire.Configuration;
import io.espalier.wire.Value;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlainSchedulerTest {
  private final History history = History.of(List.of(SampleRun.opened()));

  @Test
  void aPossibleRowIsTrainedToItsEnd() {
    assertThat(scheduler().decide(history))
        .isEqualTo(
            new Decision.Train(
                1,
                SampleRun.configuration(1),
                PlainScheduler.trialSeed(42, 1),
                11,
                "row 1 of 3 of the grid"));
  }

  @Test
  void trialsHaveDifferentSeeds() {
    assertThat(PlainScheduler.trialSeed(42, 1))
        .isNotEqualTo(PlainScheduler.trialSeed(42, 2))
        .isNotEqualTo(PlainScheduler.trialSeed(43, 1));
  }

  @Test
  void anImpossibleRowIsRejectedWithTheReasonAndKeepsItsNumber() {
    play(scheduler().decide(history));
    assertThat(scheduler().decide(history))
        .isEqualTo(new Decision.Reject(2, SampleRun.configuration(2), "two units do not fit"));
    play(scheduler().decide(history));
    assertThat(scheduler().decide(history))
        .isInstanceOfSatisfying(
            Decision.Train.class, train -> assertThat(train.trial()).isEqualTo(3));
  }

  @Test
  void theSameHistoryGivesTheSameDecision() {
    Scheduler kept = scheduler();
    for (int i = 0; i < 3; i++) {
      Decision decision = kept.decide(history);
      assertThat(kept.decide(history)).isEqualTo(decision);
      assertThat(scheduler().decide(history)).isEqualTo(decision);
      play(decision);
    }
  }

  @Test
  void itWaitsForRunningTrialsAndThenFinishes() {
    playAll();
    assertThat(scheduler().decide(history))
        .isEqualTo(new Decision.Wait("all 3 rows of the grid are decided; 2 running"));
    history.append(SampleRun.finished(3, 0.5));
    assertThat(scheduler().decide(history)).isInstanceOf(Decision.Wait.class);
    history.append(SampleRun.finished(1, 0.5));
    assertThat(scheduler().decide(history))
        .isEqualTo(new Decision.Finish("all 3 rows of the grid are decided"));
  }

  @Test
  void interruptedTrialsComeFirstWithTheirNumberConfigurationAndSeed() {
    Decision.Train first = (Decision.Train) scheduler().decide(history);
    play(first);
    history.append(new Event.RunResumed(new TreeMap<>(), 5_000));

    assertThat(scheduler().decide(history))
        .isEqualTo(
            new Decision.Train(
                1,
                first.configuration(),
                first.seed(),
                11,
                "trains again: the run was interrupted while it trained"));
    play(scheduler().decide(history));
    assertThat(scheduler().decide(history)).isInstanceOf(Decision.Reject.class);
  }

  private void playAll() {
    for (int i = 0; i < 3; i++) {
      play(scheduler().decide(history));
    }
  }

  private void play(Decision decision) {
    if (decision instanceof Decision.Train train) {
      history.append(
          new Event.TrialStarted(
              train.trial(), train.configuration(), train.seed(), train.reason(), 2_000));
    } else if (decision instanceof Decision.Reject reject) {
      history.append(
          new Event.TrialRejected(reject.trial(), reject.configuration(), reject.reason(), 2_000));
    }
  }

  private static Scheduler scheduler() {
    return new PlainScheduler(
        new GridSearcher(
            () -> IntStream.rangeClosed(1, 3).mapToObj(SampleRun::configuration).iterator(), 3),
        configuration ->
            units(configuration) == 2 ? Optional.of("two units do not fit") : Optional.empty(),
        configuration -> 10 + units(configuration));
  }

  private static int units(Configuration configuration) {
    return (int) ((Value.Whole) configuration.value("units").orElseThrow()).value();
  }
}
