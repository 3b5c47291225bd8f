package io.espalier.driver.draft;

import io.espalier.Experiment;
import io.espalier.data.PreparedData;
import io.espalier.driver.run.TrialPlans;
import io.espalier.engine.ModelTools;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Configuration;
import io.espalier.wire.Outcome;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.TrialPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures what a search's trials take on this machine: trains the first configurations that it
 * would propose for a short while, as many side by side as there are slots.
 */
final class Calibration {
  /** Configurations that stand for all. */
  private static final int CONFIGURATIONS = 8;

  private static final int FIRST_STEPS = 20;
  private static final double WARM_UP_SECONDS = 3;
  private static final double SECONDS_EACH = 0.5;

  /** With less time than this for the run, measuring takes less as well. */
  private static final double SHORT_SECONDS = 30;

  private final Experiment experiment;
  private final PreparedData data;
  private final TrialPlans plans;
  private final TrainingPlan common;
  private final double share;

  /**
   * @param seconds what the run may take
   */
  Calibration(Experiment experiment, PreparedData data, double seconds) {
    this.experiment = experiment;
    this.data = data;
    share = Math.min(1, seconds / SHORT_SECONDS);
    plans = new TrialPlans(experiment, data);
    common =
        new TrainingPlan(
                experiment.name(),
                experiment.seed(),
                data.dataset().targets().task(),
                data.dataset().shape(),
                data.dataset().targets().outputs(),
                experiment.measure())
            .withMostTogether(experiment.search().together());
  }

  /** What was measured of one training. */
  private record Measured(double epochSeconds, double trialSeconds) {}

  /**
   * Measures.
   *
   * @param slots trials side by side
   * @param loadSeconds what reading the data took
   */
  Budget.Cost cost(int slots, double loadSeconds) {
    List<Configuration> configurations =
        plans
            .preview()
            .filter(row -> plans.impossible(row).isEmpty())
            .limit(CONFIGURATIONS)
            .toList();
    warmUp(plans.of(configurations.get(0)));
    List<Measured> measured = sideBySide(configurations, slots);
    return new Budget.Cost(
        measured.stream().mapToDouble(Measured::epochSeconds).average().orElseThrow(),
        measured.stream().mapToDouble(Measured::trialSeconds).average().orElseThrow(),
        loadSeconds,
        steps(plans.of(configurations.get(0)).training()),
        Math.max(1, data.folds().size()),
        slots);
  }

  /** Code that has run for a while runs several times faster. */
  private void warmUp(TrialPlan plan) {
    long startedNanos = System.nanoTime();
    while ((System.nanoTime() - startedNanos) / 1e9 < share * WARM_UP_SECONDS) {
      train(plan, FIRST_STEPS);
    }
  }

  private List<Measured> sideBySide(List<Configuration> configurations, int slots) {
    ExecutorService threads = Executors.newFixedThreadPool(slots);
    try {
      List<Callable<Measured>> work = new ArrayList<>();
      configurations.forEach(row -> work.add(() -> measure(plans.of(row))));
      List<Measured> measured = new ArrayList<>();
      for (Future<Measured> each : threads.invokeAll(work)) {
        measured.add(each.get());
      }
      return measured;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    } catch (ExecutionException failure) {
      throw new IllegalStateException("a training that was to be measured failed", failure);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Trains longer and longer, so that what is measured last is warm and long enough. */
  private Measured measure(TrialPlan plan) {
    int perEpoch = steps(plan.training());
    Timed timed = timed(plan, FIRST_STEPS);
    for (int steps = FIRST_STEPS * 4; timed.seconds() < share * SECONDS_EACH; steps *= 4) {
      timed = timed(plan, steps);
    }
    return timed.steps() <= perEpoch ? ofPart(timed, perEpoch) : ofEpochs(plan, timed, perEpoch);
  }

  private record Timed(int steps, double seconds, Outcome outcome) {}

  private Timed timed(TrialPlan plan, int steps) {
    long startedNanos = System.nanoTime();
    Outcome outcome = train(plan, steps);
    return new Timed(steps, (System.nanoTime() - startedNanos) / 1e9, outcome);
  }

  /** From some steps of an epoch, and the measuring of the validation part after it. */
  private static Measured ofPart(Timed timed, int perEpoch) {
    Outcome.Timing timing = timed.outcome().timing();
    double training = timing.dataSeconds() + timing.trainSeconds();
    return new Measured(
        training / timed.steps() * perEpoch + timing.evaluateSeconds(),
        Math.max(0, timed.seconds() - training - timing.evaluateSeconds()));
  }

  /** From many epochs, and one alone. */
  private Measured ofEpochs(TrialPlan plan, Timed timed, int perEpoch) {
    double epoch = timed.seconds() / timed.steps() * perEpoch;
    return new Measured(epoch, Math.max(0, timed(plan, perEpoch).seconds() - epoch));
  }

  private Outcome train(TrialPlan plan, int steps) {
    TrainingSpec cut = plan.training().withBudget(new TrainingSpec.Budget(steps, 0));
    Segment segment =
        new Segment(
            1,
            Math.min(1, data.folds().size()),
            plan.model(),
            cut,
            experiment.seed(),
            Checkpoint.NEW,
            cut.epochsOn(learntFrom()),
            false,
            Part.TRAIN,
            true,
            false,
            CheckpointRef.NONE);
    return ModelTools.train(common, data, segment);
  }

  private int steps(TrainingSpec training) {
    return training.stepsPerEpoch(learntFrom());
  }

  private int learntFrom() {
    return data.folds().isEmpty()
        ? data.examples(Part.TRAIN)
        : data.folds().get(0).split().train().length;
  }
}
