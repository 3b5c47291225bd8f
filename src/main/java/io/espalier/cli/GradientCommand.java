package io.espalier.cli;

import io.espalier.Experiment;
import io.espalier.data.PreparedData;
import io.espalier.driver.cluster.SparkSessions;
import io.espalier.driver.run.GradientChecks;
import io.espalier.driver.run.RunChoice;
import io.espalier.engine.GradientReport;
import io.espalier.engine.trial.GradientError;
import io.espalier.model.LayerShapes;
import java.io.PrintWriter;
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
          + " dropout included.",
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
          "Check so many rows, the first whose networks or penalties differ (default:"
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
    boolean right = true;
    for (GradientChecks.Row each : rows) {
      right &= check(checks, each);
    }
    return right ? 0 : FAILED;
  }

  /** Checks and prints a row; whether all its gradients are right. */
  private boolean check(GradientChecks checks, GradientChecks.Row row) {
    PrintWriter out = command.commandLine().getOut();
    String title = "row " + row.number() + " " + row.configuration();
    out.println(title.strip() + ", training step: " + checks.step(row));
    GradientReport report = checks.check(row);
    out.println(table(row, report));
    out.printf(Locale.ROOT, "largest relative error %s%n", text(report.largest()));
    if (report.largest() < BAR) {
      return true;
    }
    String wrong =
        report.parameters().stream()
            .filter(error -> !(error.largest() < BAR))
            .map(GradientError::parameter)
            .collect(Collectors.joining(", "));
    command
        .commandLine()
        .getErr()
        .printf(
            Locale.ROOT,
            "espalier: row %d: the gradients of %s are wrong: a relative error of %s, where less"
                + " than %s is accepted%n",
            row.number(),
            wrong,
            text(report.largest()),
            text(BAR));
    return false;
  }

  private static TextTable table(GradientChecks.Row row, GradientReport report) {
    TextTable table =
        new TextTable("parameter", "layer", "shape", "numbers", "checked", "largest error");
    for (GradientError error : report.parameters()) {
      table.row(
          error.parameter(),
          layer(row, error.parameter()),
          error.shape().stream().map(String::valueOf).collect(Collectors.joining("x")),
          Long.toString(error.numbers()),
          Integer.toString(error.checked()),
          text(error.largest()));
    }
    return table;
  }

  /** Parameters begin with their layer's index from 0: {@code 2_W}. A read-out has no index. */
  private static String layer(GradientChecks.Row row, String parameter) {
    int index = Integer.parseInt(parameter.substring(0, parameter.indexOf('_')));
    return row.shapes().layers().stream()
        .map(LayerShapes.Layer::kind)
        .filter(kind -> !kind.equals(LayerShapes.READ_OUT))
        .skip(index)
        .findFirst()
        .orElseThrow();
  }

  private static String text(double error) {
    return String.format(Locale.ROOT, "%.1e", error);
  }
}
