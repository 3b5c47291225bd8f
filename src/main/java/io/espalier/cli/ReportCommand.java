package io.espalier.cli;

import io.espalier.driver.cluster.SparkSessions;
import io.espalier.driver.journal.Journal;
import io.espalier.driver.run.RunChoice;
import io.espalier.driver.run.RunComparison;
import io.espalier.driver.run.RunReport;
import java.io.PrintWriter;
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

  @Override
  public void run() {
    ProgressDisplay display = new ProgressDisplay(command.commandLine().getErr(), "report");
    Configuration hadoop = SparkSessions.hadoop();
    RunChoice choice = lookup.choice(hadoop, command.commandLine().getErr());
    List<String> folders =
        runs.stream().map(run -> choice.folder(run, RunChoice.Need.END)).toList();
    for (String folder : folders) {
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
    if (folders.size() > 1) {
      print(RunComparison.of(folders.stream().map(run -> Journal.history(run, hadoop)).toList()));
    }
  }

  private void print(RunComparison comparison) {
    PrintWriter out = command.commandLine().getOut();
    TextTable table = new TextTable(comparison.header());
    comparison.rows().forEach(table::row);
    out.println(table);
    comparison.differences().forEach(out::println);
    if (comparison.differences().isEmpty()) {
      out.println("the same search on the same data");
    }
  }
}
