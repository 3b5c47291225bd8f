package io.espalier.driver.simulate;

import io.espalier.ConfigurationException;
import io.espalier.Experiment;
import io.espalier.driver.tables.TableDigest;
import io.espalier.search.history.Column;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Observation;
import io.espalier.search.history.Trial;
import io.espalier.search.schedule.Scheduler;
import io.espalier.search.schedule.Schedulers;
import io.espalier.search.schedule.StoppingSettings;
import io.espalier.search.schedule.Trainings;
import io.espalier.search.simulate.RecordedWorkload;
import io.espalier.search.simulate.TimedWorkload;
import io.espalier.search.simulate.VirtualCluster;
import io.espalier.search.simulate.Workload;
import io.espalier.search.space.ConstraintException;
import java.util.List;
import java.util.TreeMap;

/**
 * What an experiment's search comes to on so many slots, without Spark and without training.
 *
 * @param history all that would have happened; its milliseconds are those of the virtual clock
 * @param seconds from the first decision to the end of the search
 * @param idleShare of all slots' time in which they had nothing to do, in [0, 1)
 * @param nearest trials that took the outcome of the nearest recorded configuration
 * @param digest of the tables
 */
public record Simulation(
    History history, double seconds, double idleShare, int nearest, String digest) {
  /** Evaluates the experiment's functions; no earlier run is known. */
  public static Simulation of(Experiment experiment, int slots) {
    return of(experiment, slots, List.of());
  }

  /**
   * Evaluates the experiment's functions.
   *
   * @param slots at least 1
   * @param earlier what earlier runs gave
   * @throws ConfigurationException if its models are no functions, or a constraint fails
   */
  public static Simulation of(Experiment experiment, int slots, List<Observation> earlier) {
    FunctionWorkload functions = new FunctionWorkload(experiment);
    if (!functions.isWhole()) {
      throw new ConfigurationException(
          "model.kind: only functions are simulated without a record; set model.kind = function, or"
              + " name a run of these parameters with --history");
    }
    return run(experiment, slots, earlier, functions, functions);
  }

  /** Replays a run; no earlier one is known. */
  public static Simulation replay(Experiment experiment, int slots, History run) {
    return replay(experiment, slots, List.of(), run);
  }

  /**
   * Replays a run; what of it can be replayed says {@link RecordedWorkload}. A trial's folds and
   * repeats are its mean, as recorded.
   *
   * @param slots at least 1
   * @param earlier what earlier runs gave
   * @throws ConfigurationException if the run has other parameters or nothing to replay, or a
   *     constraint fails
   */
  public static Simulation replay(
      Experiment experiment, int slots, List<Observation> earlier, History run) {
    List<String> recorded = run.opened().columns().stream().map(Column::name).sorted().toList();
    if (!recorded.equals(experiment.space().names().stream().sorted().toList())) {
      throw new ConfigurationException(
          "--history: the run searched "
              + recorded
              + ", the experiment searches "
              + experiment.space().names()
              + "; a run of the same parameters is accepted");
    }
    RecordedWorkload replayed = workload(experiment, run);
    Simulation simulation = run(experiment, slots, earlier, replayed, replayed);
    long nearest =
        simulation.history.trials().stream()
            .filter(trial -> !replayed.has(trial.configuration()))
            .count();
    return new Simulation(
        simulation.history,
        simulation.seconds,
        simulation.idleShare,
        (int) nearest,
        simulation.digest);
  }

  private static RecordedWorkload workload(Experiment experiment, History run) {
    try {
      return new RecordedWorkload(run, experiment.space());
    } catch (IllegalArgumentException nothing) {
      throw new ConfigurationException("--history: " + nothing.getMessage());
    }
  }

  private static Simulation run(
      Experiment experiment,
      int slots,
      List<Observation> earlier,
      Workload workload,
      Trainings trainings) {
    History history = History.of(List.of(opened(experiment, earlier)));
    Scheduler scheduler = Schedulers.of(experiment.space(), experiment.search(), trainings);
    StoppingSettings stopping = experiment.search().stopping();
    Workload timed =
        stopping.trialMinutes().isPresent()
            ? new TimedWorkload(workload, 60 * stopping.trialMinutes().getAsDouble())
            : workload;
    VirtualCluster cluster =
        new VirtualCluster(scheduler, slots, 0, timed, history, stopping.minutes());
    try {
      cluster.run();
    } catch (ConstraintException constraint) {
      throw new ConfigurationException("search.constraints: " + constraint.getMessage());
    }
    return new Simulation(
        history, cluster.millis() / 1e3, cluster.idleShare(), 0, TableDigest.of(history));
  }

  private static Event.RunOpened opened(Experiment experiment, List<Observation> earlier) {
    return new Event.RunOpened(
        experiment.name(),
        1,
        experiment.seed(),
        "",
        "",
        "",
        experiment.objective(),
        experiment.judgement(),
        Column.of(experiment.space()),
        List.of(),
        0,
        0,
        earlier,
        List.of(),
        new TreeMap<>(),
        0);
  }

  /** Epochs that were trained, of all trials together. */
  public long epochs() {
    return history.trials().stream().mapToLong(Trial::epochs).sum();
  }
}
