package io.espalier.cli;

import io.espalier.driver.journal.Journal;
import io.espalier.driver.journal.JournalException;
import io.espalier.driver.journal.RunFolder;
import io.espalier.driver.journal.RunFolders;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    List<List<Object>> rows = chosen(hadoop).stream().map(folder -> row(folder, hadoop)).toList();
    if (rows.isEmpty()) {
      command.commandLine().getErr().println("espalier: no runs in " + lookup.output());
      return;
    }
    List<String> header =
        List.of(
            "experiment",
            "run",
            "state",
            "finished",
            "failed",
            "best",
            "objective",
            "started",
            "folder");
    format.print(header, rows, command.commandLine().getOut());
  }

  private List<RunFolder> chosen(Configuration hadoop) {
    if (run.isEmpty()) {
      RunFolders all = new RunFolders(lookup.output(), hadoop);
      return all.experiments().stream().flatMap(name -> all.runs(name).stream()).toList();
    }
    return lookup.choice(hadoop, command.commandLine().getErr()).runs(run.get(0));
  }

  private static List<Object> row(RunFolder run, Configuration hadoop) {
    try {
      return row(run, Journal.history(run.path(), hadoop));
    } catch (JournalException damaged) {
      return List.of(
          run.experiment(),
          run.run(),
          "damaged: " + damaged.getMessage(),
          "-",
          "-",
          "-",
          "-",
          "-",
          run.path());
    }
  }

  private static List<Object> row(RunFolder run, History history) {
    Event.RunOpened opened = history.opened();
    List<Trial> best = history.best(1);
    int failed =
        history.count(TrialStatus.FAILED)
            + history.count(TrialStatus.DIVERGED)
            + history.count(TrialStatus.INVALID);
    return List.of(
        run.experiment(),
        run.run(),
        history.finish().isPresent() ? "finished" : "unfinished",
        history.finished().size(),
        failed,
        best.isEmpty() ? "-" : "trial " + best.get(0).number(),
        best.isEmpty()
            ? "-"
            : String.format(
                Locale.ROOT, "%s %.4f", opened.objective().metric(), best.get(0).objective()),
        Instant.ofEpochMilli(opened.atMillis()).truncatedTo(ChronoUnit.SECONDS).toString(),
        run.path());
  }
}
