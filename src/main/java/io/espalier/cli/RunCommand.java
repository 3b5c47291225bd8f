package io.espalier.cli;

import io.espalier.Experiment;
import io.espalier.RunOptions;
import io.espalier.driver.cluster.Ahead;
import io.espalier.driver.cluster.CommandSessions;
import io.espalier.driver.cluster.SparkSessions;
import io.espalier.driver.cluster.StopSignals;
import io.espalier.driver.run.ExperimentRun;
import io.espalier.driver.run.MoreTrials;
import io.espalier.driver.run.RunResult;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code espalier run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Run an experiment: search, write the tables, train the best again, test it once.",
      "The newest run of the experiment goes on if it is unfinished; if it is finished, its result is printed again."
    })
final class RunCommand implements Runnable {
  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ExperimentArguments experiment = new ExperimentArguments();

  @Option(names = "--new", description = "Begin another run, whatever is there.")
  private boolean fresh;

  @Option(
      names = "--retry-failed",
      description = "Try the trials again that failed; of a finished run as well.")
  private boolean retryFailed;

  @Option(
      names = "--more-trials",
      paramLabel = "N",
      description =
          "Search N trials more than search.trials, or than the finished run has: it goes on.")
  private int more;

  @Mixin private TakeOver takeOver = new TakeOver();
  @Mixin private PageOption page = new PageOption();
  @Mixin private AnswerOption answers = new AnswerOption();

  @Override
  public void run() {
    page.check(command);
    try (Ahead<Configuration> hadoop = Ahead.of("Hadoop's settings", SparkSessions::hadoop)) {
      answers.print(command, new RunAnswer(result(hadoop)));
    }
  }

  private RunResult result(Ahead<Configuration> hadoop) {
    Experiment loaded = loaded(hadoop);
    ProgressDisplay display = new ProgressDisplay(command, loaded.objective().metric());
    return StopSignals.during(
        display::notice,
        cancellation ->
            page.during(
                loaded,
                display,
                options().listener(display).cancelled(cancellation),
                options -> run(loaded, options, hadoop.get(), display)));
  }

  private static RunResult run(
      Experiment loaded, RunOptions options, Configuration hadoop, ProgressDisplay display) {
    try (CommandSessions sessions = new CommandSessions(loaded.name(), display::notice)) {
      return ExperimentRun.run(loaded, options, hadoop, sessions);
    }
  }

  private Experiment loaded(Ahead<Configuration> hadoop) {
    Experiment asWritten = experiment.load();
    if (more < 0 || (more > 0 && fresh)) {
      throw new UsageException(
          "--more-trials N takes a number above 0, and goes on with a run, which --new does not");
    }
    return more == 0
        ? asWritten
        : experiment.load(List.of(MoreTrials.setting(asWritten, more, hadoop.get())));
  }

  private RunOptions options() {
    RunOptions options = takeOver.in(RunOptions.standard());
    options = fresh ? options.asNewRun() : options;
    return retryFailed ? options.retryingFailed() : options;
  }
}
