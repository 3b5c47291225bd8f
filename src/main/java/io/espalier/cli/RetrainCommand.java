package io.espalier.cli;

import io.espalier.RunOptions;
import io.espalier.driver.cluster.SparkSessions;
import io.espalier.driver.cluster.StopSignals;
import io.espalier.driver.run.RunChoice;
import io.espalier.driver.run.TrialRetrain;
import io.espalier.search.history.Event;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier retrain}. */
@Command(
    name = "retrain",
    mixinStandardHelpOptions = true,
    description = {
      "Train any trial of a run again, save its model and test it once.",
      "Example: espalier retrain quickstart --trial 3 --set retrain.epochs=20"
    })
final class RetrainCommand implements Runnable {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "RUN", description = RunLookup.RUN)
  private String run = "";

  @Option(names = "--trial", required = true, paramLabel = "N", description = "The trial's number.")
  private int trial;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description =
          "Change the retrain part, or data.root where the data have moved: --set"
              + " retrain.epochs=20")
  private List<String> overrides = new ArrayList<>();

  @Mixin private TakeOver takeOver = new TakeOver();
  @Mixin private RunLookup lookup = new RunLookup();
  @Mixin private AnswerOption answers = new AnswerOption();

  @Override
  public void run() {
    ProgressDisplay display = new ProgressDisplay(command, "objective");
    Configuration hadoop = SparkSessions.hadoop();
    String folder =
        lookup.choice(hadoop, command.commandLine().getErr()).folder(run, RunChoice.Need.RECORD);
    RunOptions options = takeOver.in(RunOptions.standard().overrides(overrides).listener(display));
    List<Event.Retrained> models =
        StopSignals.during(
            display::notice,
            cancellation ->
                TrialRetrain.run(
                    folder,
                    trial,
                    options.cancelled(cancellation),
                    hadoop,
                    need -> SparkSessions.open("retrain", need, display::notice)));
    answers.print(command, new ModelAnswer.Models(folder, models));
  }
}
