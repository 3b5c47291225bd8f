package io.espalier.cli;

import io.espalier.driver.cluster.SparkSessions;
import io.espalier.driver.run.RunChoice;
import io.espalier.driver.tables.RunTables;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
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
      "Ask the tables of all runs with Spark SQL: trials, epochs, retrained, classes, confusion,"
          + " decisions.",
      "Example: espalier query \"select hp.learning_rate, validation_loss from trials order by 2"
          + " limit 5\""
    })
final class QueryCommand implements Runnable {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "SQL", description = "One Spark SQL query.")
  private String sql = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "RUN",
      description = RunLookup.RUN + " Several may be given (default: all runs).")
  private List<String> runs = new ArrayList<>();

  @Option(
      names = "--runs",
      paramLabel = "FOLDER",
      description = "All runs in or below a folder; repeatable (default: the output directory).")
  private List<String> folders = new ArrayList<>();

  @Mixin private RunLookup lookup = new RunLookup();
  @Mixin private AnswerFormat format = new AnswerFormat();

  @Override
  public void run() {
    SparkSession spark = SparkSessions.open("query");
    // A query that fails while it runs is answered in one line; Spark would log each task's
    // failure.
    spark.sparkContext().setLogLevel("OFF");
    RunTables.register(spark, chosen(spark.sparkContext().hadoopConfiguration()));
    try {
      print(spark.sql(sql));
    } catch (Exception failure) {
      if (failure instanceof SparkThrowable) {
        throw new UsageException("the query is wrong: " + firstLine(failure));
      }
      throw failure;
    }
  }

  private List<String> chosen(Configuration hadoop) {
    RunChoice choice = lookup.choice(hadoop, command.commandLine().getErr());
    List<String> chosen = new ArrayList<>(folders);
    runs.forEach(run -> chosen.add(choice.folder(run, RunChoice.Need.TABLES)));
    return chosen.isEmpty() ? List.of(lookup.output()) : chosen;
  }

  private void print(Dataset<Row> answer) {
    List<List<Object>> rows = new ArrayList<>();
    for (Row row : answer.collectAsList()) {
      List<Object> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        cells.add(SparkCells.plain(row.get(i)));
      }
      rows.add(cells);
    }
    format.print(List.of(answer.columns()), rows, command.commandLine().getOut());
  }

  /** Spark's own words without the plans that follow them. */
  private static String firstLine(Exception failure) {
    String message = String.valueOf(failure.getMessage());
    return message
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse(message)
        .replaceAll(";$", "")
        .replaceFirst("^Job aborted.*\\(TID \\d+\\) \\([^)]*\\): ", "");
  }
}
