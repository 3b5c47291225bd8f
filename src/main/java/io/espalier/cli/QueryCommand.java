package io.espalier.cli;

import io.espalier.driver.cluster.SparkSessions;
import io.espalier.driver.run.RunChoice;
import io.espalier.driver.tables.RunTables;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier query}. */
@Command(
    name = "query",
    mixinStandardHelpOptions = true,
    description = {
      "Ask the tables of runs with Spark SQL: trials, epochs, retrained, classes, confusion,"
          + " decisions, confirmations, best.",
      "Example: espalier query \"select hp.learning_rate, validation_loss from trials order by 2"
          + " limit 5\"",
      "Without SQL it asks for queries until Ctrl-D, or reads them from a pipe; \\h shows help."
    })
final class QueryCommand implements Runnable {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SQL",
      description = "One Spark SQL query (default: they are asked for).")
  private String sql = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "RUN",
      description =
          RunLookup.RUN + " Several may be given (default: the newest run of each experiment).")
  private List<String> runs = new ArrayList<>();

  @Option(
      names = "--runs",
      paramLabel = "FOLDER",
      description = "All runs in or below a folder; repeatable.")
  private List<String> folders = new ArrayList<>();

  @Mixin private RunLookup lookup = new RunLookup();
  @Mixin private AnswerFormat format = new AnswerFormat();

  @Override
  public void run() {
    SparkSession spark = SparkSessions.open("query");
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    QueryTables tables = new QueryTables(spark, chosen(runs, hadoop));
    if (sql.isBlank()) {
      ask(tables, hadoop);
    } else {
      QueryTables.Rows answer = tables.ask(sql);
      format.print(answer.header(), answer.rows(), command.commandLine().getOut());
    }
  }

  private void ask(QueryTables tables, Configuration hadoop) {
    QueryPrompt prompt =
        new QueryPrompt(
            tables,
            named -> chosen(named, hadoop),
            format,
            command.commandLine().getOut(),
            command.commandLine().getErr());
    try {
      if (Terminal.interactive()) {
        try (org.jline.terminal.Terminal terminal = TerminalBuilder.terminal()) {
          prompt.talk(terminal, Path.of(System.getProperty("user.home"), ".espalier_history"));
        }
      } else {
        prompt.read(new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("queries cannot be read", failure);
    }
  }

  private List<String> chosen(List<String> named, Configuration hadoop) {
    RunChoice choice = lookup.choice(hadoop, command.commandLine().getErr());
    List<String> chosen = new ArrayList<>(folders);
    named.forEach(run -> chosen.add(choice.folder(run, RunChoice.Need.TABLES)));
    return chosen.isEmpty() ? newest(hadoop) : chosen;
  }

  private List<String> newest(Configuration hadoop) {
    RunTables.Newest newest = RunTables.newest(lookup.output(), hadoop);
    if (newest.older() > 0) {
      command
          .commandLine()
          .getErr()
          .println(
              "espalier: asking the newest run of each experiment; --runs "
                  + lookup.output()
                  + " asks "
                  + newest.older()
                  + " older "
                  + (newest.older() == 1 ? "one" : "ones")
                  + ", too");
    }
    return newest.runs();
  }
}
