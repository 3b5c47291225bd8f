package io.espalier.cli;

import io.espalier.driver.cluster.SparkSessions;
import io.espalier.driver.run.RunChoice;
import io.espalier.driver.run.RunReport;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier report}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Write the report of a run anew: report.html and report/, pictures with their numbers beside"
          + " them.",
      "Example: espalier report quickstart --set report.samples=[3,17]"
    })
final class ReportCommand implements Runnable {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "RUN", description = RunLookup.RUN)
  private String run = "";

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description =
          "Change the report part, or data.root where the data have moved: --set report.samples=8")
  private List<String> overrides = new ArrayList<>();

  @Mixin private TakeOver takeOver = new TakeOver();
  @Mixin private RunLookup lookup = new RunLookup();

  @Override
  public void run() {
    ProgressDisplay display = new ProgressDisplay(command.commandLine().getErr(), "report");
    Configuration hadoop = SparkSessions.hadoop();
    String folder =
        lookup.choice(hadoop, command.commandLine().getErr()).folder(run, RunChoice.Need.END);
    String page =
        RunReport.write(
            folder,
            overrides,
            takeOver.claim("report"),
            hadoop,
            SparkSessions.reading(),
            display::notice);
    command.commandLine().getOut().println(page);
  }
}
