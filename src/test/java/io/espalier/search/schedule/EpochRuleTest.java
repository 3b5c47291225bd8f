package io.espalier.search.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Objective.At;
import io.espalier.search.history.Objective.Goal;
import io.espalier.search.history.SampleRun;
import io.espalier.search.suggest.RandomSearcher;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What single epochs decide, by histories that are made up. */
class EpochRuleTest {
  private final History history = History.of(List.of(SampleRun.opened()));

  /** A trial that pauses with the value 1/number after each of four epochs. */
  private void trained(int trial) {
    history.append(SampleRun.started(trial));
    history.append(SampleRun.paused(trial, 4, 1.0 / trial));
  }

  private static List<Measurement> course(double... losses) {
    List<Measurement> all = new ArrayList<>();
    for (double loss : losses) {
      all.addAll(
          SampleRun.segment(1, Outcome.Status.PAUSED, all.size() + 1, all.size() + 1, loss)
              .measurements());
    }
    return all;
  }

  private static EpochMedians medians(int from) {
    return new EpochMedians(SampleRun.LOSS, OptionalInt.of(from));
  }

  @Test
  void whatIsWorseThanTheMedianOfThoseBeforeStopsAndSaysSo() {
    EpochMedians medians = medians(2);
    for (int trial = 1; trial <= 4; trial++) {
      trained(trial);
    }
    assertThat(medians.rule(history).stop(course(1, 1, 1), 0)).as("too few").isEmpty();
    trained(5);
    EpochRule rule = medians.rule(history);
    assertThat(rule.stop(course(1, 1, 1), 0))
        .contains(
            "stopped at epoch 3: 1.000 is worse than the median of 5 trials before it there"
                + " (0.3333)");
    assertThat(rule.stop(course(1, 1, 0.3), 0)).as("as good").isEmpty();
    assertThat(rule.stop(course(1), 0)).as("before the first rung").isEmpty();
    assertThat(rule.stop(course(1, 1, 1, 1, 1), 0)).as("where nobody was before").isEmpty();
    assertThat(rule.stop(course(1, 1, Double.NaN), 0)).as("not measured").isEmpty();
  }

  @Test
  void aRuleDoesNotChangeWithTheHistory() {
    EpochMedians medians = medians(1);
    for (int trial = 1; trial <= 5; trial++) {
      trained(trial);
    }
    EpochRule before = medians.rule(history);
    for (int trial = 6; trial <= 20; trial++) {
      trained(trial);
    }
    assertThat(before.stop(course(0.3), 0)).isEmpty();
    assertThat(medians.rule(history).stop(course(0.3), 0)).isPresent();
  }

  @Test
  void whatHasDivergedOrFailedHasNoEpochsToCompareWith() {
    EpochMedians medians = medians(1);
    for (int trial = 1; trial <= 6; trial++) {
      history.append(SampleRun.started(trial));
      history.append(
          new Event.TrialFinished(
              trial, SampleRun.segment(trial, Outcome.Status.DIVERGED, 1, 3, 0.1), 0.5, 4_000));
    }
    assertThat(medians.rule(history).stop(course(1), 0)).isEmpty();
  }

  @Test
  void whereTheBestEpochCountsTheBestSoFarIsCompared() {
    Objective best = new Objective("validation_loss", Goal.MINIMIZE, At.BEST);
    assertThat(best.course(course(3, 1, 2), 0)).containsExactly(3.0, 1.0, 1.0);
    assertThat(SampleRun.LOSS.course(course(3, 1, 2), 0)).containsExactly(3.0, 1.0, 2.0);
  }

  private static Scheduler scheduler(
      String kind, StoppingSettings stopping, Optional<Boolean> deterministic) {
    SearchSettings settings =
        new SearchSettings("random", OptionalInt.of(50), OptionalLong.empty(), 8)
            .withScheduler(SchedulerSettings.of(kind))
            .withStopping(stopping)
            .withDeterministic(deterministic);
    return Schedulers.named(kind)
        .maker()
        .make(new RandomSearcher(SimulatedCluster.SPACE), settings, SimulatedCluster.TRAININGS);
  }

  private static StoppingSettings target(double target) {
    StoppingSettings none = StoppingSettings.NONE;
    return new StoppingSettings(
        OptionalDouble.of(target),
        none.minutes(),
        none.patience(),
        none.leastGain(),
        none.trialMinutes());
  }

  @Test
  void aDeterministicSearchStopsNobodyWhoTrains() {
    for (String kind : Schedulers.words()) {
      assertThat(scheduler(kind, target(1), Optional.of(true)).epochRule(history)).isEmpty();
    }
  }

  @Test
  void onlyTheMedianRuleAndWhatEndsTheSearchLookAtSingleEpochs() {
    for (String kind : Schedulers.words()) {
      Optional<Boolean> free = Optional.of(false);
      assertThat(scheduler(kind, StoppingSettings.NONE, free).epochRule(history).isPresent())
          .isEqualTo(kind.equals("median"));
      assertThat(scheduler(kind, target(1), free).epochRule(history)).isPresent();
    }
  }

  @Test
  void onceTheTargetIsReachedWhatTrainsStops() {
    for (String kind : Schedulers.words()) {
      History reached = History.of(List.of(SampleRun.opened()));
      Scheduler scheduler = scheduler(kind, target(0.5), Optional.of(false));
      reached.append(SampleRun.started(1));
      assertThat(scheduler.epochRule(reached).orElseThrow().stop(course(9, 9), 0)).isEmpty();
      reached.append(SampleRun.finished(1, 0.25));
      assertThat(scheduler.epochRule(reached).orElseThrow().stop(course(9, 9), 0))
          .contains("stopped at epoch 2: search.target = 0.5 is reached: trial 1 has 0.2500");
    }
  }

  @Test
  void whoStoppedOnTheWayIsNoneOfThoseWhoCameToTheRung() {
    MedianLadder ladder =
        new MedianLadder(Rungs.of(SchedulerSettings.of("median", 1, 4), 9), SampleRun.LOSS);
    Knowledge knowledge =
        new Knowledge(
            history,
            ladder,
            Rungs.of(SchedulerSettings.of("median", 1, 4), 9),
            false,
            new StoppingRules(StoppingSettings.NONE, history.opened()),
            configuration -> 0);
    for (int trial = 1; trial <= 5; trial++) {
      history.append(SampleRun.started(trial));
      history.append(SampleRun.paused(trial, 1, 0.5));
      history.append(new Event.TrialResumed(trial, 4, "", 4_000));
      history.append(
          new Event.TrialFinished(
              trial, SampleRun.segment(trial, Outcome.Status.STOPPED, 2, 2, 0.1), 0.5, 4_000));
    }
    history.append(SampleRun.started(6));
    history.append(SampleRun.paused(6, 1, 0.5));
    history.append(new Event.TrialResumed(6, 4, "", 4_000));
    history.append(
        new Event.TrialPaused(
            6, SampleRun.segment(6, Outcome.Status.PAUSED, 2, 4, 0.9), 0.5, 4_000));
    knowledge.read();
    assertThat(ladder.promotion())
        .hasValueSatisfying(
            on -> assertThat(on.reason()).isEqualTo("one of the first 5 at rung 4"));
  }
}
