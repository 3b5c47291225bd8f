package io.espalier.cli;

import io.espalier.driver.cluster.SparkSessions;
import io.espalier.driver.journal.Journal;
import io.espalier.driver.run.RunChoice;
import io.espalier.driver.run.RunComparison;
import io.espalier.driver.run.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
          + " them. Of several runs also a table side by side, and what differs between the first"
          + " and the others.",
      "Example: espalier report quickstart --set report.samples=[3,17]"
    })
final class ReportCommand implements Runnable {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "RUN", description = RunLookup.RUN)
  private List<String> runs = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description =
          "Change the report part, or data.root where the data have moved: --set report.samples=8")
  private List<String> overrides = new ArrayList<>();

  @Mixin private TakeOver takeOver = new TakeOver();
  @Mixin private RunLookup lookup = new RunLookup();
  @Mixin private AnswerOption answers = new AnswerOption();

  @Override
  public void run() {
    ProgressDisplay display = new ProgressDisplay(command, "report");
    Configuration hadoop = SparkSessions.hadoop();
    RunChoice choice = lookup.choice(hadoop, command.commandLine().getErr());
    List<String> folders =
        runs.stream().map(run -> choice.folder(run, RunChoice.Need.END)).toList();
    List<String> pages = new ArrayList<>();
    for (String folder : folders) {
      pages.add(
          RunReport.write(
              folder,
              overrides,
              takeOver.claim("report"),
              hadoop,
              SparkSessions.reading(),
              display::notice));
    }
    answers.print(command, new ReportAnswer(pages, comparison(folders, hadoop)));
  }

  private static Optional<RunComparison> comparison(List<String> folders, Configuration hadoop) {
    return folders.size() < 2
        ? Optional.empty()
        : Optional.of(
            RunComparison.of(folders.stream().map(run -> Journal.history(run, hadoop)).toList()));
  }
}
