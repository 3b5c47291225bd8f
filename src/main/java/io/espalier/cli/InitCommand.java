package io.espalier.cli;

import io.espalier.driver.cluster.LocalSlots;
import io.espalier.driver.cluster.SparkSessions;
import io.espalier.driver.draft.Draft;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier init}. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Look at data and write an experiment file for them, NAME.conf in this folder, that runs as"
          + " it is.",
      "Data are a table (CSV, Parquet, or what Spark reads: ORC, JSON, LIBSVM, Avro), a folder of"
          + " class folders with pictures, or a folder of IDX files, CIFAR-10, graphs or papers.",
      "Example: espalier init bank.csv --label y && espalier run bank.conf"
    })
final class InitCommand implements Runnable {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", arity = "0..1", paramLabel = "DATA", description = "A file or folder.")
  private List<String> data = new ArrayList<>();

  @Option(
      names = "--spark-table",
      paramLabel = "NAME",
      description = "In the place of DATA: a table of Spark's catalog, such as db.name.")
  private List<String> table = new ArrayList<>();

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description =
          "The column of a table that is to be predicted (default: one that is called so).")
  private List<String> label = new ArrayList<>();

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "Where the experiment file goes; never over one that is there.")
  private List<Path> to = new ArrayList<>();

  @Option(
      names = "--minutes",
      paramLabel = "NUMBER",
      defaultValue = "10",
      description = "What a run may take on this machine (default: ${DEFAULT-VALUE}).")
  private double minutes;

  @Option(
      names = "--goal",
      paramLabel = "METRIC",
      description =
          "What to search by, as in search.objective.metric (default: what suits the data).")
  private List<String> goal = new ArrayList<>();

  @Override
  public void run() {
    if (!(minutes > 0)) {
      throw new ParameterException(
          command.commandLine(), "--minutes must be above 0, not " + minutes);
    }
    if (data.isEmpty() == table.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "expected either a file or folder, or --spark-table");
    }
    to.forEach(InitCommand::requireFree);
    Draft draft =
        Draft.of(
            new Draft.Request(
                last(table).orElseGet(() -> data.get(0)),
                data.isEmpty(),
                last(label),
                last(goal),
                minutes,
                LocalSlots.here()),
            SparkSessions.hadoop(),
            SparkSessions.reading(),
            line -> command.commandLine().getErr().println("espalier: " + line));
    Path file = last(to).orElse(Path.of(draft.name() + ".conf"));
    write(file, draft.text());
    draft.lines().forEach(command.commandLine().getOut()::println);
    command.commandLine().getOut().println("written to " + file + "; espalier run " + file);
  }

  private static <T> Optional<T> last(List<T> given) {
    return given.isEmpty() ? Optional.empty() : Optional.of(given.get(given.size() - 1));
  }

  private static void requireFree(Path file) {
    if (Files.exists(file)) {
      throw taken(file);
    }
  }

  private static UsageException taken(Path file) {
    return new UsageException(
        file + " is there already, and nothing is written over it; --to FILE names another one");
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw taken(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
