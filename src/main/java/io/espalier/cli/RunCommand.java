package io.espalier.cli;

import io.espalier.driver.cluster.SparkSessions;
import io.espalier.driver.conf.ExperimentSpec;
import io.espalier.driver.run.ExperimentRun;
import io.espalier.driver.run.RunResult;
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

  @Mixin private TakeOver takeOver = new TakeOver();

  @Override
  public void run() {
    ExperimentSpec spec = experiment.load();
    RunResult result;
    try (ProgressDisplay display =
        new ProgressDisplay(command.commandLine().getErr(), spec.objective().metric())) {
      result =
          ExperimentRun.run(
              spec,
              fresh,
              takeOver.claim("run"),
              need -> SparkSessions.open(spec.name(), need, display::notice),
              display);
    }
    command.commandLine().getOut().println(ResultText.of(result));
  }
}
