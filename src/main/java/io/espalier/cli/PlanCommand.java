package io.espalier.cli;

import io.espalier.Experiment;
import io.espalier.data.PreparedData;
import io.espalier.data.load.DataLoader;
import io.espalier.driver.cluster.MemoryNeed;
import io.espalier.driver.run.Rows;
import io.espalier.model.ImpossibleModelException;
import io.espalier.wire.Configuration;
import io.espalier.wire.InputShape;
import io.espalier.wire.Part;
import io.espalier.wire.Value;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code espalier plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description =
        "Show what would be trained: rows in order, parameter counts, impossible ones and why. Trains nothing.")
final class PlanCommand implements Runnable {
  private static final int CHECKED_ROWS = 10_000;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ExperimentArguments experiment = new ExperimentArguments();

  @Option(
      names = "--limit",
      paramLabel = "ROWS",
      defaultValue = "100",
      description = "Show at most so many rows (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public void run() {
    if (limit < 0) {
      throw new ParameterException(
          command.commandLine(), "--limit must be at least 0, not " + limit);
    }
    Experiment spec = experiment.load();
    PreparedData data =
        new DataLoader(
                new org.apache.hadoop.conf.Configuration(),
                line -> command.commandLine().getErr().println("espalier: " + line))
            .load(spec.data(), spec.seed());
    Rows rows = new Rows(spec, data);
    List<String> header = new ArrayList<>(List.of("trial"));
    header.addAll(spec.space().names());
    header.addAll(List.of("epochs", "parameters", "status"));
    TextTable table = new TextTable(header);
    long checked = 0;
    long invalid = 0;
    Iterator<Configuration> grid = spec.space().grid().iterator();
    while (grid.hasNext() && checked < Math.max(limit, CHECKED_ROWS)) {
      List<String> cells = cells(spec, rows, grid.next(), checked + 1);
      invalid += cells.get(cells.size() - 1).isEmpty() ? 0 : 1;
      if (++checked <= limit) {
        table.row(cells);
      }
    }
    PrintWriter out = command.commandLine().getOut();
    out.println(table);
    if (rows.count() > limit) {
      out.println("… " + (rows.count() - limit) + " more rows; --limit shows more");
    }
    print(out, spec, data, rows.count(), counted(invalid, checked, rows.count()));
    out.println("memory of an executor: " + MemoryNeed.of(spec, data).inWords());
    rows.possible(limit).ifPresent(row -> print(out, rows, row, data.dataset().shape()));
  }

  /** How the networks are built and trained, by the example of one row. */
  private static void print(PrintWriter out, Rows rows, Configuration row, InputShape input) {
    out.println("network (parameters): " + NetworkText.of(input, rows.shapes(row)));
    String step = rows.notCompiled(row).map(why -> "layer by layer, " + why).orElse("compiled");
    out.println("training step: " + step);
  }

  private static List<String> cells(Experiment spec, Rows rows, Configuration row, long number) {
    List<String> cells = new ArrayList<>(List.of(Long.toString(number)));
    for (String name : spec.space().names()) {
      cells.add(row.value(name).map(Value::text).orElse("-"));
    }
    try {
      String parameters = Long.toString(rows.shapes(row).parameters());
      cells.addAll(List.of(Integer.toString(rows.epochs(row)), parameters, ""));
    } catch (ImpossibleModelException impossible) {
      cells.addAll(List.of("-", "-", "INVALID: " + impossible.getMessage()));
    }
    return cells;
  }

  /** A large grid is not looked through: its rows are checked when their turn comes. */
  private static String counted(long invalid, long checked, long rows) {
    return invalid + " invalid" + (checked < rows ? " among the first " + checked : "");
  }

  private static String learnt(PreparedData data) {
    int train = data.examples(Part.TRAIN);
    return data.folds().isEmpty()
        ? "%d examples to train on, %d to validate".formatted(train, data.examples(Part.VALIDATION))
        : "%d examples in a %d-fold cross-validation".formatted(train, data.folds().size());
  }

  private static void print(
      PrintWriter out, Experiment spec, PreparedData data, long rows, String invalid) {
    out.printf(
        "%d rows, %s; %s, %d to test%n", rows, invalid, learnt(data), data.examples(Part.TEST));
    out.printf(
        "order: %s; objective: %s%n",
        String.join(", ", spec.space().names()), spec.objective().metric());
  }
}
