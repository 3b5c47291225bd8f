package io.espalier.cli;

import io.espalier.Experiment;
import io.espalier.data.load.DataLoader;
import io.espalier.driver.cluster.SparkSessions;
import io.espalier.driver.conf.ExperimentFile;
import io.espalier.driver.draft.Draft;
import io.espalier.driver.run.RunChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /**
   * Reads and checks the experiment.
   *
   * @throws UsageException if the file is data
   */
  Experiment load() {
    return load(List.of());
  }

  /** The same with further overrides, which count more. */
  Experiment load(List<String> further) {
    if (Files.isRegularFile(file) && Draft.isData(file)) {
      throw new UsageException(
          file
              + " is data, not an experiment file; espalier init "
              + file
              + " writes one, espalier data show "
              + file
              + " shows the data");
    }
    List<String> all = new ArrayList<>(overrides);
    all.addAll(further);
    return ExperimentFile.load(file, all, System.getenv());
  }

  /** Whether the file is a folder, or data by its name. */
  boolean isData() {
    return Files.isDirectory(file) || (Files.isRegularFile(file) && Draft.isData(file));
  }

  /** An experiment to look at data that nobody has described yet. */
  Experiment bare(Optional<String> label, Consumer<String> notices) {
    return Draft.bare(
        file.toString(),
        label,
        overrides,
        SparkSessions.hadoop(),
        SparkSessions.reading(),
        notices);
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
