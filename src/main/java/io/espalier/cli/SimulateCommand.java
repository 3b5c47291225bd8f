package io.espalier.cli;

import io.espalier.Experiment;
import io.espalier.driver.cluster.SparkSessions;
import io.espalier.driver.journal.Journal;
import io.espalier.driver.report.ReportNumbers;
import io.espalier.driver.run.EarlierRuns;
import io.espalier.driver.run.RunChoice;
import io.espalier.driver.simulate.Simulation;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Observation;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code espalier simulate}. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Run a search on a virtual clock: its functions are evaluated (model.kind = function), or the"
          + " record of a run is replayed. Trains nothing and starts no Spark.",
      "Example: espalier simulate conf/branin.conf --slots 64"
    })
final class SimulateCommand implements Runnable {
  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ExperimentArguments experiment = new ExperimentArguments();

  @Option(
      names = "--slots",
      paramLabel = "SLOTS",
      defaultValue = "1",
      description = "Trials that train at a time (default: ${DEFAULT-VALUE}).")
  private int slots;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "Another seed than the file's, as --set experiment.seed=SEED.")
  private List<Long> seed = new ArrayList<>();

  @Option(
      names = "--history",
      paramLabel = "RUN",
      description = {
        "Replay the trials that this run trained to their end; a configuration that it has not takes"
            + " what the nearest one gave. "
            + RunLookup.RUN
      })
  private List<String> recorded = new ArrayList<>();

  @Mixin private RunLookup lookup = new RunLookup();
  @Mixin private AnswerFormat format = new AnswerFormat();

  @Override
  public void run() {
    if (slots < 1) {
      throw new ParameterException(
          command.commandLine(), "--slots must be at least 1, not " + slots);
    }
    Experiment spec =
        experiment.load(seed.stream().map(number -> "experiment.seed=" + number).toList());
    List<Observation> earlier = earlier(spec);
    List<List<Object>> rows = new ArrayList<>();
    if (recorded.isEmpty()) {
      rows.addAll(rows(Simulation.of(spec, slots, earlier)));
    } else {
      History run = history(recorded.get(recorded.size() - 1));
      Simulation simulation = Simulation.replay(spec, slots, earlier, run);
      rows.addAll(rows(simulation));
      rows.add(row("replayed", replayed(simulation)));
      rows.add(row("best of the record", best(run)));
    }
    format.print(List.of("what", "value"), rows, command.commandLine().getOut());
  }

  private List<Observation> earlier(Experiment spec) {
    PrintWriter errors = command.commandLine().getErr();
    return spec.search().startFrom().isEmpty()
        ? List.of()
        : EarlierRuns.observations(
            spec, SparkSessions.hadoop(), line -> errors.println("espalier: " + line));
  }

  private History history(String name) {
    Configuration hadoop = SparkSessions.hadoop();
    String folder =
        lookup.choice(hadoop, command.commandLine().getErr()).folder(name, RunChoice.Need.RECORD);
    return Journal.history(folder, hadoop);
  }

  private List<List<Object>> rows(Simulation simulation) {
    History history = simulation.history();
    List<List<Object>> rows = new ArrayList<>();
    rows.add(row("slots", slots));
    rows.add(row("trials", trials(history)));
    rows.add(row("decisions", decisions(history)));
    early(history).ifPresent(end -> rows.add(row("ended early", end.reason())));
    rows.add(row("epochs trained", simulation.epochs()));
    rows.add(row("virtual seconds", ReportNumbers.text(simulation.seconds())));
    rows.add(row("idle share", ReportNumbers.text(simulation.idleShare())));
    rows.add(row("best", best(history)));
    rows.add(row("digest", simulation.digest()));
    return rows;
  }

  private static Optional<Event.SearchEnded> early(History history) {
    return history.decisions().stream()
        .filter(Event.SearchEnded.class::isInstance)
        .map(Event.SearchEnded.class::cast)
        .findFirst();
  }

  private static List<Object> row(String what, Object value) {
    return List.of(what, value);
  }

  private static String trials(History history) {
    String byStatus =
        Stream.of(TrialStatus.values())
            .filter(status -> history.count(status) > 0)
            .map(status -> history.count(status) + " " + status.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return history.trials().size() + ": " + byStatus;
  }

  private static String decisions(History history) {
    return count(history, Event.TrialStarted.class)
        + " started, "
        + count(history, Event.TrialResumed.class)
        + " resumed, "
        + count(history, Event.TrialStopped.class)
        + " stopped, "
        + count(history, Event.TrialRejected.class)
        + " rejected";
  }

  private static long count(History history, Class<? extends Event.Decided> kind) {
    return history.decisions().stream().filter(kind::isInstance).count();
  }

  private static String best(History history) {
    return history.best(1).stream()
        .findFirst()
        .map(best -> text(history, best))
        .orElse("none: no trial has a value of " + history.opened().objective().metric());
  }

  private static String text(History history, Trial best) {
    return String.format(
        Locale.ROOT,
        "trial %d, %s %s after %d epochs: %s",
        best.number(),
        history.opened().objective().metric(),
        ReportNumbers.text(best.objective()),
        best.epochs(),
        best.configuration());
  }

  private static String replayed(Simulation simulation) {
    int trials = simulation.history().trials().size();
    return trials
        - simulation.nearest()
        + " of "
        + trials
        + " trials were recorded, "
        + simulation.nearest()
        + " took the nearest recorded configuration";
  }
}
