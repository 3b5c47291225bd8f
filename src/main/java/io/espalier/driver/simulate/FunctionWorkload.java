package io.espalier.driver.simulate;

import io.espalier.Experiment;
import io.espalier.model.ImpossibleModelException;
import io.espalier.search.history.Trial;
import io.espalier.search.schedule.Trainings;
import io.espalier.search.simulate.Workload;
import io.espalier.search.space.Probes;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Configuration;
import io.espalier.wire.FunctionSpec;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Status;
import io.espalier.wire.TrialPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The functions of an experiment, evaluated as its executors would. */
record FunctionWorkload(Experiment experiment) implements Workload, Trainings {
  private static final Outcome.Place NOWHERE = new Outcome.Place("simulated", "none", 0);

  /** Whether every configuration evaluates a function, as far as a sample shows it. */
  boolean isWhole() {
    return Probes.sample(experiment.space()).stream()
        .allMatch(
            probe -> plan(probe).map(plan -> !plan.model().function().isEmpty()).orElse(true));
  }

  @Override
  public Outcome train(Trial trial, int toEpoch) {
    TrialPlan plan = experiment.plan().of(trial.configuration());
    FunctionSpec function = plan.model().function().get(0);
    int epochs = epochs(plan);
    double epochSeconds = function.seconds() / epochs;
    List<Measurement> measurements = new ArrayList<>();
    for (int epoch = trial.epochs() + 1; epoch <= toEpoch; epoch++) {
      measurements.add(function.measurement(epoch, epochSeconds));
    }
    boolean pauses = toEpoch < epochs;
    return new Outcome(
        trial.number(),
        pauses ? Status.PAUSED : Status.COMPLETED,
        "",
        "",
        measurements,
        List.of(),
        0,
        pauses
            ? List.of(new Checkpoint(toEpoch, Double.NaN, new CheckpointRef("simulated")))
            : List.of(),
        new Outcome.Timing(0, epochSeconds * measurements.size(), 0, 0, 0),
        NOWHERE);
  }

  private static int epochs(TrialPlan plan) {
    return plan.training().epochsOn(1);
  }

  private Optional<TrialPlan> plan(Configuration configuration) {
    try {
      return Optional.of(experiment.plan().of(configuration));
    } catch (ImpossibleModelException none) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> impossible(Configuration configuration) {
    try {
      experiment.plan().of(configuration);
      return Optional.empty();
    } catch (ImpossibleModelException impossible) {
      return Optional.of(String.valueOf(impossible.getMessage()));
    }
  }

  @Override
  public int epochs(Configuration configuration) {
    return epochs(experiment.plan().of(configuration));
  }

  @Override
  public int longest() {
    return Probes.sample(experiment.space()).stream()
        .flatMap(probe -> plan(probe).stream())
        .mapToInt(FunctionWorkload::epochs)
        .max()
        .orElse(1);
  }

  /** A function has no weights. */
  @Override
  public long checkpointBytes(Configuration configuration) {
    return 0;
  }
}
