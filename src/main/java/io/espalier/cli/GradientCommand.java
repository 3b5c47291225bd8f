package io.espalier.cli;

import io.espalier.Experiment;
import io.espalier.data.PreparedData;
import io.espalier.driver.cluster.SparkSessions;
import io.espalier.driver.run.GradientChecks;
import io.espalier.driver.run.RunChoice;
import io.espalier.engine.GradientReport;
import io.espalier.engine.trial.GradientError;
import io.espalier.model.LayerShapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code espalier check gradients}. */
@Command(
    name = "gradients",
    mixinStandardHelpOptions = true,
    description = {
      "Compare the gradients of the training step with numeric ones: central differences of its"
          + " loss, in double precision, on four random examples of the data's shape, penalties and"
          + " dropout included. The clipping of gradients is left out: no loss has it as its"
          + " slope.",
      "In the place of FILE the experiment of a run may be named: its newest run is taken, or the"
          + " one whose folder is given.",
      "Of a large parameter a sample of about 40 numbers is compared. An error of 1e-5 or more ends"
          + " with exit code 3."
    })
final class GradientCommand implements Callable<Integer> {
  private static final double BAR = 1e-5;
  private static final int FAILED = 3;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ExperimentArguments experiment = new ExperimentArguments();
  @Mixin private RunLookup lookup = new RunLookup();
  @Mixin private AnswerOption answers = new AnswerOption();

  @Option(
      names = "--row",
      paramLabel = "NUMBER",
      description = "Check this row of the grid, from 1 (default: the first possible one).")
  private List<Long> row = new ArrayList<>();

  @Option(
      names = "--networks",
      paramLabel = "COUNT",
      defaultValue = "1",
      description =
          "Check so many rows, the first whose networks, penalties or labels differ (default:"
              + " ${DEFAULT-VALUE}).")
  private int networks;

  @Override
  public Integer call() {
    if (networks < 1) {
      throw new ParameterException(
          command.commandLine(), "--networks must be at least 1, not " + networks);
    }
    RunChoice runs = lookup.choice(SparkSessions.hadoop(), command.commandLine().getErr());
    Experiment spec = experiment.load(runs);
    PreparedData data =
        ExperimentArguments.loader(
                line -> command.commandLine().getErr().println("espalier: " + line))
            .load(spec.data(), spec.seed());
    GradientChecks checks = new GradientChecks(spec, data);
    List<GradientChecks.Row> rows =
        row.isEmpty() ? checks.differing(networks) : row.stream().map(checks::row).toList();
    List<GradientAnswer.Row> checked = rows.stream().map(each -> checked(checks, each)).toList();
    answers.print(command, new GradientAnswer(checked));
    List<GradientAnswer.Row> wrong =
        checked.stream().filter(each -> !(each.largestError() < BAR)).toList();
    wrong.forEach(this::complain);
    return wrong.isEmpty() ? 0 : FAILED;
  }

  private static GradientAnswer.Row checked(GradientChecks checks, GradientChecks.Row row) {
    GradientReport report = checks.check(row);
    return new GradientAnswer.Row(
        row.number(),
        row.configuration(),
        checks.step(row),
        report.largest(),
        report.parameters().stream().map(error -> parameter(row, error)).toList());
  }

  private static GradientAnswer.Parameter parameter(GradientChecks.Row row, GradientError error) {
    return new GradientAnswer.Parameter(
        error.parameter(),
        layer(row, error.parameter()),
        error.shape(),
        error.numbers(),
        error.checked(),
        error.largest());
  }

  private void complain(GradientAnswer.Row row) {
    String wrong =
        row.parameters().stream()
            .filter(error -> !(error.largestError() < BAR))
            .map(GradientAnswer.Parameter::parameter)
            .collect(Collectors.joining(", "));
    EspalierCommand.failures(command)
        .printf(
            Locale.ROOT,
            "espalier: row %d: the gradients of %s are wrong: a relative error of %s, where less"
                + " than %s is accepted%n",
            row.row(),
            wrong,
            GradientAnswer.error(row.largestError()),
            GradientAnswer.error(BAR));
  }

  /**
   * Parameters begin with their vertex's name, or their layer's index from 0 and, in a block, a dot
   * and more: {@code 2_W}, {@code 2.0_W}. A read-out has no index.
   */
  private static String layer(GradientChecks.Row row, String parameter) {
    String node = parameter.substring(0, parameter.lastIndexOf('_'));
    if (row.shapes().layers().stream().anyMatch(layer -> layer.kind().equals(node))) {
      return node;
    }
    int index = Integer.parseInt(node.substring(0, (node + ".").indexOf('.')));
    return row.shapes().layers().stream()
        .map(LayerShapes.Layer::kind)
        .filter(kind -> !kind.equals(LayerShapes.READ_OUT))
        .skip(index)
        .findFirst()
        .orElseThrow();
  }
}
