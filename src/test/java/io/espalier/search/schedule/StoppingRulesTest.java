package io.espalier.search.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.driver.tables.TableDigest;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.search.schedule.StoppingSettings.LeastGain;
import io.espalier.search.suggest.RandomSearcher;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches that end before their budget, on a simulated cluster. */
class StoppingRulesTest {
  private static final int TRIALS = 400;
  private static final double TARGET = 0.06;

  private static final StoppingSettings NONE = StoppingSettings.NONE;

  private static StoppingSettings target(double value) {
    return new StoppingSettings(
        OptionalDouble.of(value),
        NONE.minutes(),
        NONE.patience(),
        NONE.leastGain(),
        NONE.trialMinutes());
  }

  private static StoppingSettings minutes(double value) {
    return new StoppingSettings(
        NONE.target(),
        OptionalDouble.of(value),
        NONE.patience(),
        NONE.leastGain(),
        NONE.trialMinutes());
  }

  private static StoppingSettings patience(int trials) {
    return new StoppingSettings(
        NONE.target(),
        NONE.minutes(),
        OptionalInt.of(trials),
        NONE.leastGain(),
        NONE.trialMinutes());
  }

  private static StoppingSettings gain(double amount) {
    return new StoppingSettings(
        NONE.target(),
        NONE.minutes(),
        NONE.patience(),
        Optional.of(new LeastGain(OptionalDouble.of(amount))),
        NONE.trialMinutes());
  }

  private static Stream<StoppingSettings> byResults() {
    return Stream.of(target(TARGET), patience(60), gain(0.02));
  }

  private static SearchSettings settings(String kind, StoppingSettings stopping) {
    return new SearchSettings("random", OptionalInt.of(TRIALS), OptionalLong.empty(), 16)
        .withScheduler(SchedulerSettings.of(kind))
        .withStopping(stopping);
  }

  private static Supplier<Scheduler> schedulers(SearchSettings settings) {
    return () ->
        Schedulers.named(settings.scheduler().kind())
            .maker()
            .make(new RandomSearcher(SimulatedCluster.SPACE), settings, SimulatedCluster.TRAININGS);
  }

  private static History run(SearchSettings settings, int slots, long durations) {
    return new SimulatedCluster(schedulers(settings), slots, slots, durations).run();
  }

  private static Decision.Finish finish(SearchSettings settings, History history) {
    return (Decision.Finish) schedulers(settings).get().decide(history);
  }

  @ParameterizedTest
  @MethodSource("byResults")
  void aDeterministicSearchEndsAtTheSameTrialAtAnyNumberOfSlots(StoppingSettings stopping) {
    for (String kind : Schedulers.words()) {
      SearchSettings settings = settings(kind, stopping).withDeterministic(Optional.of(true));
      History one = run(settings, 1, 1);
      assertThat(one.paused()).isEmpty();
      for (int slots : new int[] {2, 64}) {
        for (long durations = 1; durations <= 3; durations++) {
          History several = run(settings, slots, durations);
          assertThat(SimulatedCluster.table(several)).isEqualTo(SimulatedCluster.table(one));
          assertThat(TableDigest.of(several)).isEqualTo(TableDigest.of(one));
          assertThat(finish(settings, several)).isEqualTo(finish(settings, one));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("byResults")
  void aKilledDriverGoesOnAsIfNothingHadHappened(StoppingSettings stopping) {
    for (String kind : List.of("plain", "asha", "halving")) {
      SearchSettings settings = settings(kind, stopping).withDeterministic(Optional.of(true));
      List<List<Object>> undisturbed = SimulatedCluster.table(run(settings, 4, 1));
      for (int decisions = 1; decisions < 200; decisions += 17) {
        History killed = new SimulatedCluster(schedulers(settings), 4, 2, 1).run(decisions);
        assertThat(SimulatedCluster.table(killed)).isEqualTo(undisturbed);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("byResults")
  void theSameHistoryGivesTheSameDecisionToANewScheduler(StoppingSettings stopping) {
    for (String kind : List.of("plain", "asha", "halving")) {
      for (boolean ordered : new boolean[] {true, false}) {
        Supplier<Scheduler> schedulers =
            schedulers(settings(kind, stopping).withDeterministic(Optional.of(ordered)));
        Supplier<Scheduler> compared =
            () -> {
              Scheduler kept = schedulers.get();
              return history -> {
                Decision decision = kept.decide(history);
                assertThat(schedulers.get().decide(history)).isEqualTo(decision);
                return decision;
              };
            };
        new SimulatedCluster(compared, 5, 3, 1).run();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "asha", "halving", "hyperband", "median"})
  void theTargetEndsASearchAtOnceWithTheTrialThatReachedIt(String kind) {
    SearchSettings settings = settings(kind, target(TARGET));
    History history = run(settings, 4, 1);
    Trial best = history.best(1).get(0);
    assertThat(best.status()).isEqualTo(TrialStatus.COMPLETED);
    assertThat(best.objective()).isLessThanOrEqualTo(TARGET);
    assertThat(history.trials()).hasSizeLessThan(TRIALS);
    assertThat(history.paused()).isEmpty();
    assertThat(finish(settings, history).early()).isTrue();
    assertThat(finish(settings, history).reason())
        .matches("search\\.target = 0\\.06 is reached: trial \\d+ has 0\\.0\\d+");
  }

  @Test
  void aTargetThatNobodyReachesChangesNothing() {
    for (String kind : Schedulers.words()) {
      for (boolean ordered : new boolean[] {true, false}) {
        SearchSettings without =
            settings(kind, StoppingSettings.NONE).withDeterministic(Optional.of(ordered));
        SearchSettings with = without.withStopping(target(-1));
        assertThat(run(with, 1, 1).trials()).hasSize(TRIALS);
        if (!ordered || kind.equals("plain")) {
          assertThat(SimulatedCluster.table(run(with, 4, 1)))
              .isEqualTo(SimulatedCluster.table(run(without, 4, 1)));
        }
      }
    }
  }

  @Test
  void aSearchGoesOnWhenItsRulesAreLoosened() {
    for (String kind : Schedulers.words()) {
      History history = run(settings(kind, patience(20)), 4, 1);
      int before = history.trials().size();
      assertThat(before).isLessThan(TRIALS);
      new SimulatedCluster(schedulers(settings(kind, StoppingSettings.NONE)), 4, 0, 1, history)
          .run();
      assertThat(history.trials()).hasSize(TRIALS);
    }
  }

  @Test
  void patienceCountsTrialsWithoutABetterOne() {
    SearchSettings settings = settings("plain", patience(25));
    History history = run(settings, 1, 1);
    Trial best = history.best(1).get(0);
    long after =
        history.trials().stream()
            .filter(trial -> trial.number() > best.number())
            .filter(trial -> trial.status() != TrialStatus.INVALID)
            .count();
    assertThat(after).isBetween(25L, 27L);
    assertThat(finish(settings, history).reason())
        .isEqualTo(
            String.format(
                "search.patience = 25 is used up: none of 25 trials is better than trial %d with"
                    + " %.4g",
                best.number(), best.objective()));
  }

  @Test
  void moreTrialsNoLongerPayOnceTheirGainIsSmall() {
    int before = TRIALS + 1;
    for (double least : new double[] {0.0005, 0.02, 0.2}) {
      SearchSettings settings = settings("plain", gain(least));
      History history = run(settings, 1, 1);
      assertThat(history.trials()).hasSizeBetween(GainRule.LEAST_TRIALS, before);
      before = history.trials().size();
    }
    assertThat(before).isLessThan(40);
    assertThat(
            finish(settings("plain", gain(0.2)), run(settings("plain", gain(0.2)), 1, 1)).reason())
        .matches(
            "search\\.no-longer-pays: \\d+ more trials are expected to gain 0\\.\\d+ on trial"
                + " \\d+'s 0\\.\\d+, less than 0\\.2");
  }

  @Test
  void minutesThatAreSpentEndASearchUntilThereAreMore() {
    for (String kind : Schedulers.words()) {
      SearchSettings settings = settings(kind, minutes(30));
      SimulatedCluster cluster = new SimulatedCluster(schedulers(settings), 4, 0, 1);
      History history = cluster.runUntil(40);
      history.append(new Event.TimeSpent(30, 1));
      cluster.run();
      assertThat(history.trials()).hasSizeBetween(40, 42);
      assertThat(history.paused()).isEmpty();
      assertThat(finish(settings, history))
          .isEqualTo(new Decision.Finish("search.minutes = 30.0 are spent", true));
      SearchSettings more = settings(kind, minutes(31));
      new SimulatedCluster(schedulers(more), 4, 0, 1, history).run();
      assertThat(history.trials()).hasSize(TRIALS);
    }
  }
}
