package io.espalier.cli;

import io.espalier.driver.journal.Journal;
import io.espalier.driver.journal.JournalException;
import io.espalier.driver.journal.RunFolder;
import io.espalier.driver.journal.RunFolders;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier runs}. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    description = "List all runs with their state.")
final class RunsCommand implements Runnable {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      description = "Only those of an experiment, by its name or folder, or one by its folder.")
  private List<String> run = new ArrayList<>();

  @Mixin private RunLookup lookup = new RunLookup();

  @Mixin private AnswerFormat format = new AnswerFormat();

  @Override
  public void run() {
    Configuration hadoop = new Configuration();
    List<RunsAnswer.Row> rows = chosen(hadoop).stream().map(folder -> row(folder, hadoop)).toList();
    if (rows.isEmpty()) {
      command.commandLine().getErr().println("espalier: no runs in " + lookup.output());
    }
    format.print(command, new RunsAnswer(rows));
  }

  private List<RunFolder> chosen(Configuration hadoop) {
    if (run.isEmpty()) {
      RunFolders all = new RunFolders(lookup.output(), hadoop);
      return all.experiments().stream().flatMap(name -> all.runs(name).stream()).toList();
    }
    return lookup.choice(hadoop, command.commandLine().getErr()).runs(run.get(0));
  }

  private static RunsAnswer.Row row(RunFolder run, Configuration hadoop) {
    try {
      return RunsAnswer.Row.of(run, Journal.history(run.path(), hadoop));
    } catch (JournalException damaged) {
      return RunsAnswer.Row.damaged(run, String.valueOf(damaged.getMessage()));
    }
  }
}
