package io.espalier.cli;

import io.espalier.Experiment;
import io.espalier.data.load.DataLoader;
import io.espalier.driver.cluster.SparkSessions;
import io.espalier.driver.conf.ExperimentFile;
import io.espalier.driver.run.RunChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** An experiment file with changes made on the command line. */
final class ExperimentArguments {
  @Parameters(index = "0", paramLabel = "FILE", description = "The experiment file.")
  private Path file = Path.of("");

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description =
          "Replace the whole value at a path of the file, list elements by index: --set"
              + " training.epochs=1")
  private List<String> overrides = new ArrayList<>();

  /** Reads and checks the experiment. */
  Experiment load() {
    return ExperimentFile.load(file, overrides, System.getenv());
  }

  /** The same, or where no file of that name is there the experiment of a run. */
  Experiment load(RunChoice runs) {
    String said = file.toString();
    return Files.isRegularFile(file) || said.endsWith(".conf")
        ? load()
        : runs.experiment(said, overrides);
  }

  /**
   * A loader of an experiment's data.
   *
   * @param notices takes what a user should know of them, a line each
   */
  static DataLoader loader(Consumer<String> notices) {
    return new DataLoader(new Configuration(), SparkSessions.reading(), notices);
  }
}
