package io.espalier.search.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.Scale;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.space.Spacing;
import io.espalier.search.space.WholeRange;
import io.espalier.search.suggest.Climber;
import io.espalier.search.suggest.GridSearcher;
import io.espalier.wire.Configuration;
import io.espalier.wire.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlainSchedulerTest {
  private static final SearchSpace SPACE =
      new SearchSpace(
          List.of(
              Parameter.of("units", new WholeRange(1, 3, Scale.LINEAR, new Spacing.Unspaced()))),
          List.of());
  private static final Trainings TRAININGS =
      new Trainings() {
        @Override
        public Optional<String> impossible(Configuration configuration) {
          return units(configuration) == 2 ? Optional.of("two units do not fit") : Optional.empty();
        }

        @Override
        public int epochs(Configuration configuration) {
          return 10 + units(configuration);
        }

        @Override
        public int longest() {
          return 13;
        }

        @Override
        public long checkpointBytes(Configuration configuration) {
          return 0;
        }
      };

  private final History history = History.of(List.of(SampleRun.opened()));

  @Test
  void aPossibleRowIsTrainedToItsEnd() {
    assertThat(scheduler().decide(history))
        .isEqualTo(
            new Decision.Start(
                1, row(1), Proposals.trialSeed(42, 1), 11, "row 1 of the 3 rows of the grid"));
  }

  @Test
  void trialsHaveDifferentSeeds() {
    assertThat(Proposals.trialSeed(42, 1))
        .isNotEqualTo(Proposals.trialSeed(42, 2))
        .isNotEqualTo(Proposals.trialSeed(43, 1));
  }

  @Test
  void anImpossibleRowIsRejectedWithTheReasonAndKeepsItsNumber() {
    play(scheduler().decide(history));
    assertThat(scheduler().decide(history))
        .isEqualTo(new Decision.Reject(2, row(2), "two units do not fit"));
    play(scheduler().decide(history));
    assertThat(scheduler().decide(history))
        .isInstanceOfSatisfying(
            Decision.Start.class, train -> assertThat(train.trial()).isEqualTo(3));
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
    Decision.Start first = (Decision.Start) scheduler().decide(history);
    play(first);
    history.append(new Event.RunResumed(new TreeMap<>(), 5_000));

    assertThat(scheduler().decide(history))
        .isEqualTo(
            new Decision.Start(
                1,
                first.configuration(),
                first.seed(),
                11,
                "trains again: the run was interrupted while it trained"));
    play(scheduler().decide(history));
    assertThat(scheduler().decide(history)).isInstanceOf(Decision.Reject.class);
  }

  @Test
  void theBudgetOfTrialsEndsTheSearchAndMayGrow() {
    play(scheduler(settings(OptionalInt.of(1), OptionalLong.empty())).decide(history));
    Scheduler one = scheduler(settings(OptionalInt.of(1), OptionalLong.empty()));
    String spent = "search.trials = 1 is reached";
    assertThat(one.decide(history)).isEqualTo(new Decision.Wait(spent + "; 1 running"));
    history.append(SampleRun.finished(1, 0.5));
    assertThat(one.decide(history)).isEqualTo(new Decision.Finish(spent));
    assertThat(scheduler(settings(OptionalInt.of(2), OptionalLong.empty())).decide(history))
        .isInstanceOf(Decision.Reject.class);
  }

  @Test
  void theBudgetOfEpochsStartsNoTrialOnceItIsSpent() {
    Scheduler scheduler = scheduler(settings(OptionalInt.empty(), OptionalLong.of(12)));
    playAll(scheduler);
    assertThat(history.epochsDecided()).isEqualTo(11 + 13);
    assertThat(scheduler.decide(history))
        .isEqualTo(new Decision.Wait("search.epochs = 12 is spent; 2 running"));
  }

  @Test
  void aTrialThatHadPausedGoesOnFromThereAfterAnInterruption() {
    play(scheduler().decide(history));
    history.append(SampleRun.paused(1, 4, 0.5));
    assertThat(scheduler().decide(history))
        .isEqualTo(new Decision.Resume(1, 11, "goes on to its end"));
    history.append(new Event.TrialResumed(1, 11, "goes on to its end", 2_000));
    history.append(new Event.RunResumed(new TreeMap<>(), 5_000));
    assertThat(scheduler().decide(history))
        .isEqualTo(new Decision.Resume(1, 11, "goes on from epoch 4: the run was interrupted"));
  }

  @Test
  void aSearcherThatLearnsIsAskedWhenTheTrialsBeforeItsWindowAreKnown() {
    Scheduler scheduler =
        new PlainScheduler(
            new Climber(SPACE),
            new SearchSettings("grid", OptionalInt.empty(), OptionalLong.empty(), 2)
                .withDeterministic(Optional.of(true)),
            TRAININGS);
    play(scheduler.decide(history));
    assertThat(scheduler.decide(history)).isNotInstanceOf(Decision.Wait.class);
    play(scheduler.decide(history));
    history.append(SampleRun.finished(2, 0.5));
    assertThat(scheduler.decide(history))
        .isEqualTo(new Decision.Wait("trial 1 is needed for the next proposal"));
    history.append(SampleRun.finished(1, 0.5));
    assertThat(scheduler.decide(history)).isNotInstanceOf(Decision.Wait.class);
  }

  @Test
  void aSearcherThatLearnsKnowsAllThatThereIsWhereNothingElseIsAskedFor() {
    Scheduler scheduler = new PlainScheduler(new Climber(SPACE), SearchSettings.GRID, TRAININGS);
    play(scheduler.decide(history));
    play(scheduler.decide(history));
    history.append(SampleRun.finished(1, 0.5));
    assertThat(scheduler.decide(history)).isNotInstanceOf(Decision.Wait.class);
  }

  private void playAll() {
    playAll(scheduler());
  }

  private void playAll(Scheduler scheduler) {
    for (int i = 0; i < 3; i++) {
      play(scheduler.decide(history));
    }
  }

  private void play(Decision decision) {
    if (decision instanceof Decision.Start start) {
      history.append(
          new Event.TrialStarted(
              start.trial(),
              start.configuration(),
              start.seed(),
              start.toEpoch(),
              start.reason(),
              2_000));
    } else if (decision instanceof Decision.Reject reject) {
      history.append(
          new Event.TrialRejected(reject.trial(), reject.configuration(), reject.reason(), 2_000));
    }
  }

  private static SearchSettings settings(OptionalInt trials, OptionalLong epochs) {
    return new SearchSettings("grid", trials, epochs, 64);
  }

  private static Scheduler scheduler() {
    return scheduler(SearchSettings.GRID);
  }

  private static Scheduler scheduler(SearchSettings settings) {
    return new PlainScheduler(new GridSearcher(SPACE), settings, TRAININGS);
  }

  private static Configuration row(int units) {
    return Configuration.of(Map.of("units", new Value.Whole(units)));
  }

  private static int units(Configuration configuration) {
    return (int) ((Value.Whole) configuration.value("units").orElseThrow()).value();
  }
}
