package io.espalier.search.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.driver.tables.TableDigest;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.search.suggest.Climber;
import io.espalier.search.suggest.RandomSearcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trials from rung to rung on a simulated cluster. */
class RungSchedulerTest {
  private static final int TRIALS = 150;

  private static Supplier<Scheduler> random(SearchSettings settings) {
    return () ->
        Schedulers.named(settings.scheduler().kind())
            .maker()
            .make(new RandomSearcher(SimulatedCluster.SPACE), settings, SimulatedCluster.TRAININGS);
  }

  /** Rungs at 1, 3 and 9 of 27 epochs. */
  private static SearchSettings settings(String kind) {
    return SearchSettings.random(TRIALS).withScheduler(SchedulerSettings.of(kind, 1, 3, 9));
  }

  private static SearchSettings deterministic(String kind) {
    return settings(kind).withDeterministic(Optional.of(true));
  }

  private static History run(SearchSettings settings, int slots, int ahead, long durations) {
    return new SimulatedCluster(random(settings), slots, ahead, durations).run();
  }

  @ParameterizedTest
  @ValueSource(strings = {"halving", "asha", "hyperband", "median"})
  void theTableIsTheSameAtAnyNumberOfSlots(String kind) {
    History one = run(deterministic(kind), 1, 0, 1);
    for (int slots : new int[] {2, 7, 64}) {
      for (long durations = 1; durations <= 4; durations++) {
        History several = run(deterministic(kind), slots, slots, durations);
        assertThat(SimulatedCluster.table(several)).isEqualTo(SimulatedCluster.table(one));
        assertThat(TableDigest.of(several)).isEqualTo(TableDigest.of(one));
        if (kind.equals("asha") || kind.equals("median")) {
          assertThat(decisions(several)).isEqualTo(decisions(one));
        }
      }
    }
  }

  private static List<List<Object>> decisions(History history) {
    List<List<Object>> decisions = new ArrayList<>();
    history
        .decisions()
        .forEach(one -> decisions.add(List.of(one.getClass(), trial(one), one.reason())));
    return decisions;
  }

  private static int trial(Event.Reasoned decision) {
    return decision instanceof Event.OfTrial about ? about.trial() : 0;
  }

  @Test
  void withoutAnOrderAshaGivesWhatComesFirstMore() {
    assertThat(SimulatedCluster.table(run(settings("asha"), 64, 0, 1)))
        .isNotEqualTo(SimulatedCluster.table(run(settings("asha"), 2, 0, 2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"halving", "asha", "hyperband", "median"})
  void aSearcherThatLearnsProposesTheSameAtAnyNumberOfSlots(String kind) {
    SearchSettings settings = deterministic(kind);
    Supplier<Scheduler> climbing =
        () ->
            Schedulers.named(kind)
                .maker()
                .make(new Climber(SimulatedCluster.SPACE), settings, SimulatedCluster.TRAININGS);
    History one = new SimulatedCluster(climbing, 1, 0, 1).run();
    for (long durations = 1; durations <= 3; durations++) {
      History many = new SimulatedCluster(climbing, 16, 8, durations).run();
      assertThat(SimulatedCluster.table(many)).isEqualTo(SimulatedCluster.table(one));
      assertThat(decisions(many)).isEqualTo(decisions(one));
    }
  }

  @ParameterizedTest
  @CsvSource({"halving, true", "asha, true", "hyperband, true", "asha, false", "median, true"})
  void aKilledDriverGoesOnAsIfNothingHadHappened(String kind, boolean ordered) {
    SearchSettings settings = ordered ? deterministic(kind) : settings(kind);
    List<List<Object>> undisturbed = SimulatedCluster.table(run(settings, 4, 2, 1));
    for (int decisions = 1; decisions < 300; decisions += 23) {
      SimulatedCluster cluster = new SimulatedCluster(random(settings), 4, 2, 1);
      History killed = cluster.run(decisions);
      assertThat(killed.trials()).hasSize(TRIALS);
      assertThat(killed.paused()).isEmpty();
      if (ordered) {
        assertThat(SimulatedCluster.table(killed)).isEqualTo(undisturbed);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"halving", "asha", "hyperband", "median"})
  void theSameHistoryGivesTheSameDecisionToANewScheduler(String kind) {
    SearchSettings few = SearchSettings.random(50).withScheduler(SchedulerSettings.of(kind));
    for (boolean ordered : new boolean[] {true, false}) {
      Supplier<Scheduler> schedulers = random(few.withDeterministic(Optional.of(ordered)));
      Supplier<Scheduler> compared =
          () -> {
            Scheduler kept = schedulers.get();
            return history -> {
              Decision decision = kept.decide(history);
              assertThat(kept.decide(history)).isEqualTo(decision);
              assertThat(schedulers.get().decide(history)).isEqualTo(decision);
              return decision;
            };
          };
      assertThat(new SimulatedCluster(compared, 5, 3, 1).run().trials()).hasSize(50);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"halving", "asha", "hyperband", "median"})
  void theBestTrainToTheirEndForAFractionOfTheEpochs(String kind) {
    History history = run(settings(kind), 8, 0, 1);
    Trial best = history.best(1).get(0);
    assertThat(best.status()).isEqualTo(TrialStatus.COMPLETED);
    double possible =
        history.trials().stream()
            .filter(trial -> trial.status().ranked())
            .mapToDouble(
                trial -> SimulatedCluster.loss(trial.configuration(), SimulatedCluster.EPOCHS))
            .min()
            .orElseThrow();
    assertThat(best.objective()).isLessThan(possible + 0.03);
    long whole = (long) TRIALS * SimulatedCluster.EPOCHS;
    boolean much = kind.equals("hyperband") || kind.equals("median");
    assertThat(history.epochsDecided()).isLessThan(whole * (much ? 2 : 1) / 4);
  }

  @Test
  void ashaLeavesNoSlotIdleWhileTrialsMayBegin() {
    SimulatedCluster cluster = new SimulatedCluster(random(settings("asha")), 16, 0, 1);
    History history = cluster.run();
    long lastStart =
        history.decisions().stream()
            .filter(Event.TrialStarted.class::isInstance)
            .mapToLong(Event::atMillis)
            .max()
            .orElseThrow();
    assertThat(cluster.idleBefore(lastStart)).isZero();
  }

  @Test
  void whoGoesOnAndWhoDoesNotIsSaidWithNumbers() {
    History history = run(settings("asha"), 4, 0, 1);
    assertThat(history.decisions())
        .filteredOn(Event.TrialResumed.class::isInstance)
        .extracting(Event.Reasoned::reason)
        .allMatch(
            reason ->
                reason.matches("0\\.\\d+ is among the best third of \\d+ trials at rung [139]"));
    assertThat(history.trials())
        .filteredOn(trial -> trial.status() == TrialStatus.STOPPED)
        .extracting(Trial::reason)
        .allMatch(
            reason ->
                reason.matches(
                    "stopped at epoch [139]: [01]\\.\\d+ is worse than the best (third of \\d+"
                        + " trials|\\d+, the most that can go on,) at rung [139]"
                        + " \\([01]\\.\\d+\\)"));
  }

  @Test
  void theMedianRuleStopsWhatIsWorseThanHalfOfThoseBefore() {
    History history = run(settings("median"), 4, 0, 1);
    assertThat(history.trials())
        .filteredOn(trial -> trial.status() == TrialStatus.STOPPED)
        .hasSizeGreaterThan(TRIALS / 3)
        .extracting(Trial::reason)
        .allMatch(
            reason ->
                reason.matches(
                    "stopped at epoch [139]: [01]\\.\\d+ is worse than the median of \\d+ trials before"
                        + " it at rung [139] \\([01]\\.\\d+\\)"));
  }

  @Test
  void bracketsComeInTurn() {
    History history = run(settings("hyperband"), 4, 0, 1);
    List<Integer> first =
        history.decisions().stream()
            .filter(Event.TrialStarted.class::isInstance)
            .map(one -> ((Event.TrialStarted) one).toEpoch())
            .toList();
    assertThat(first.subList(0, 27)).containsOnly(1);
    assertThat(first.subList(27, 39)).containsOnly(3);
    assertThat(first.subList(39, 45)).containsOnly(9);
    assertThat(first.subList(45, 49)).containsOnly(27);
    assertThat(first.subList(49, 76)).containsOnly(1);
  }

  @Test
  void aBudgetOfEpochsEndsHalvingAtTheSameTrialAtAnyNumberOfSlots() {
    SearchSettings settings =
        new SearchSettings(
                "random", OptionalInt.empty(), OptionalLong.of(500), SearchSettings.WINDOW)
            .withScheduler(SchedulerSettings.of("halving"));
    History one = run(settings, 1, 0, 1);
    assertThat(one.epochsDecided()).isBetween(400L, 620L);
    assertThat(SimulatedCluster.table(run(settings, 64, 64, 2)))
        .isEqualTo(SimulatedCluster.table(one));
  }

  @Test
  void aFewTrialsLeaveOneForTheEnd() {
    for (String kind : List.of("halving", "asha", "hyperband")) {
      for (int trials = 1; trials < 12; trials++) {
        SearchSettings settings =
            SearchSettings.random(trials).withScheduler(SchedulerSettings.of(kind, 2, 6));
        History history = run(settings, 3, 0, trials);
        assertThat(history.trials()).hasSize(trials);
        assertThat(history.best(1)).allMatch(trial -> trial.status() == TrialStatus.COMPLETED);
      }
    }
  }

  @Test
  void theRoomForCheckpointsStopsTheWorst() {
    SchedulerSettings small =
        new SchedulerSettings(
            "asha", List.of(), OptionalInt.empty(), 3, OptionalInt.empty(), 0.012);
    SearchSettings settings = SearchSettings.random(TRIALS).withScheduler(small);
    SimulatedCluster cluster = new SimulatedCluster(random(settings), 4, 0, 1);
    History history = cluster.run();
    assertThat(cluster.mostPaused()).isLessThanOrEqualTo(12);
    assertThat(history.trials())
        .extracting(Trial::reason)
        .anyMatch(r -> r.contains("to make room"));
    assertThat(history.best(1).get(0).status()).isEqualTo(TrialStatus.COMPLETED);
  }

  @Test
  void aFinishedSearchGoesOnWhenItsBudgetGrows() {
    for (String kind : List.of("halving", "asha", "hyperband")) {
      History history = run(settings(kind), 4, 0, 1);
      SearchSettings more =
          SearchSettings.random(TRIALS + 50).withScheduler(settings(kind).scheduler());
      History grown = new SimulatedCluster(random(more), 4, 0, 1, history).run();
      assertThat(grown.trials()).hasSize(TRIALS + 50);
      assertThat(grown.paused()).isEmpty();
    }
  }

  @Test
  void aFailedTrialThatIsTriedAgainHoldsNothingUp() {
    for (String kind : List.of("halving", "asha", "hyperband")) {
      for (SearchSettings settings : List.of(settings(kind), deterministic(kind))) {
        SimulatedCluster cluster = new SimulatedCluster(random(settings), 4, 0, 1);
        History history = cluster.runFailing();
        assertThat(history.count(TrialStatus.FAILED)).isPositive();
        cluster.retryFailed();
        assertThat(cluster.run().count(TrialStatus.FAILED)).isZero();
        assertThat(history.paused()).isEmpty();
      }
    }
  }
}
