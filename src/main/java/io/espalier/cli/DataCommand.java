package io.espalier.cli;

import io.espalier.Experiment;
import io.espalier.data.DataException;
import io.espalier.data.PreparedData;
import io.espalier.data.TableProfile;
import io.espalier.data.download.DataDownload;
import io.espalier.data.download.PublishedSet;
import io.espalier.data.download.PublishedSets;
import io.espalier.data.show.SamplePicture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier data}. */
@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Fetch published data sets; look at an experiment's data.",
    subcommands = {DataCommand.Get.class, DataCommand.Show.class})
final class DataCommand implements Runnable {
  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "a command is missing: get or show");
  }

  /** {@code espalier data get}. */
  @Command(
      name = "get",
      mixinStandardHelpOptions = true,
      description =
          "Fetch a published data set from its publisher: checked, and resumed where it stopped.")
  static final class Get implements Runnable {
    @Spec private CommandSpec command = CommandSpec.create();

    @Parameters(
        index = "0",
        paramLabel = "SET",
        completionCandidates = Names.class,
        description = "One of ${COMPLETION-CANDIDATES}.")
    private String name = "";

    @Option(
        names = "--to",
        paramLabel = "FOLDER",
        description = "The data folder (default: ESPALIER_DATA, else data).")
    private Path root = Path.of(System.getenv().getOrDefault("ESPALIER_DATA", "data"));

    @Override
    public void run() {
      PublishedSet set = named();
      CommandLine line = command.commandLine();
      try (DownloadDisplay display = new DownloadDisplay(line.getErr())) {
        new DataDownload(display).get(set, root).forEach(file -> line.getOut().println(file));
      }
    }

    private PublishedSet named() {
      try {
        return PublishedSets.named(name);
      } catch (DataException unknown) {
        throw new UsageException(String.valueOf(unknown.getMessage()));
      }
    }
  }

  /** The names that can be fetched. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return PublishedSets.all().stream().map(PublishedSet::name).iterator();
    }
  }

  /** {@code espalier data show}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description =
          "Print shapes, class names and counts of an experiment's data, and write a"
              + " picture of samples. FILE may be data as well, such as bank.csv.")
  static final class Show implements Runnable {
    @Spec private CommandSpec command = CommandSpec.create();
    @Mixin private ExperimentArguments experiment = new ExperimentArguments();

    @Option(
        names = "--picture",
        paramLabel = "FILE",
        description = "Where the picture goes (default: <output>/<experiment>/data.png).")
    private List<Path> picture = new ArrayList<>();

    @Option(
        names = "--augmented",
        description =
            "Draw an image of each class as it is and as it is trained on in the first nine epochs"
                + " (default file: <output>/<experiment>/augmented.png).")
    private boolean augmented;

    @Mixin private AnswerOption answers = new AnswerOption();

    @Option(
        names = "--label",
        paramLabel = "COLUMN",
        description = "Where FILE is a table: the column to predict (default: one called so).")
    private List<String> label = new ArrayList<>();

    @Override
    public void run() {
      Consumer<String> notices = command.commandLine().getErr()::println;
      Experiment spec = spec(notices);
      List<TableProfile> profile = new ArrayList<>();
      PreparedData data =
          ExperimentArguments.loader(notices).load(spec.data(), spec.seed(), profile::add);
      Path file =
          picture.isEmpty()
              ? Path.of(
                  spec.outputDirectory(), spec.name(), augmented ? "augmented.png" : "data.png")
              : picture.get(picture.size() - 1);
      Optional<Path> drawn =
          augmented
              ? Optional.of(SamplePicture.writeAugmented(data, spec.seed(), file))
              : SamplePicture.write(data, file);
      answers.print(command, new DataAnswer(data, List.copyOf(profile), drawn));
    }

    private Experiment spec(Consumer<String> notices) {
      Optional<String> predicted =
          label.isEmpty() ? Optional.empty() : Optional.of(label.get(label.size() - 1));
      if (experiment.isData()) {
        return experiment.bare(predicted, notices);
      }
      if (predicted.isPresent()) {
        throw new ParameterException(
            command.commandLine(), "--label is for data; an experiment file says data.label");
      }
      return experiment.load();
    }
  }
}
