package io.espalier.cli;

import io.espalier.Experiment;
import io.espalier.data.PreparedData;
import io.espalier.driver.cluster.MemoryNeed;
import io.espalier.driver.run.TrialPlans;
import io.espalier.model.ImpossibleModelException;
import io.espalier.wire.Configuration;
import io.espalier.wire.InputShape;
import io.espalier.wire.Part;
import io.espalier.wire.Value;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
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
        "Show what would be trained: trials in order, parameter counts, impossible ones and why."
            + " Trains nothing.")
final class PlanCommand implements Runnable {
  private static final int CHECKED_ROWS = 1_000;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ExperimentArguments experiment = new ExperimentArguments();

  @Option(
      names = "--limit",
      paramLabel = "ROWS",
      defaultValue = "100",
      description = "Show at most so many trials (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public void run() {
    if (limit < 0) {
      throw new ParameterException(
          command.commandLine(), "--limit must be at least 0, not " + limit);
    }
    Experiment spec = experiment.load();
    PreparedData data =
        ExperimentArguments.loader(
                line -> command.commandLine().getErr().println("espalier: " + line))
            .load(spec.data(), spec.seed());
    TrialPlans plans = new TrialPlans(spec, data);
    long most = plans.most();
    List<String> header = new ArrayList<>(List.of("trial"));
    header.addAll(spec.space().names());
    header.addAll(List.of("epochs", "parameters", "status"));
    TextTable table = new TextTable(header);
    long checked = 0;
    long invalid = 0;
    Iterator<Configuration> proposed = plans.preview().iterator();
    while (proposed.hasNext() && checked < Math.max(limit, CHECKED_ROWS)) {
      List<String> cells = cells(spec, plans, proposed.next(), checked + 1);
      invalid += cells.get(cells.size() - 1).isEmpty() ? 0 : 1;
      if (++checked <= limit) {
        table.row(cells);
      }
    }
    PrintWriter out = command.commandLine().getOut();
    out.println(table);
    long trials = proposed.hasNext() ? most : checked;
    if (trials > limit) {
      out.println("… " + (trials - limit) + " more trials; --limit shows more");
    }
    print(out, spec, data, trials, counted(invalid, checked, trials));
    plans.outlook(trials).ifPresent(out::println);
    plans.notice().ifPresent(out::println);
    out.println("memory of an executor: " + MemoryNeed.of(spec, data).inWords());
    plans.possible(limit).ifPresent(row -> print(out, plans, row, data.dataset().shape()));
  }

  /** How the networks are built and trained, by the example of one row. */
  private static void print(
      PrintWriter out, TrialPlans plans, Configuration row, InputShape input) {
    out.println("network (parameters): " + NetworkText.of(input, plans.shapes(row)));
    String step = plans.notCompiled(row).map(why -> "layer by layer, " + why).orElse("compiled");
    out.println("training step: " + step);
  }

  private static List<String> cells(
      Experiment spec, TrialPlans plans, Configuration row, long number) {
    List<String> cells = new ArrayList<>(List.of(Long.toString(number)));
    for (String name : spec.space().names()) {
      cells.add(row.value(name).map(Value::text).orElse("-"));
    }
    try {
      String parameters = Long.toString(plans.shapes(row).parameters());
      cells.addAll(List.of(Integer.toString(plans.epochs(row)), parameters, ""));
    } catch (ImpossibleModelException impossible) {
      cells.addAll(List.of("-", "-", "INVALID: " + impossible.getMessage()));
    }
    return cells;
  }

  /** Not all of many trials are looked at: the others are checked when their turn comes. */
  private static String counted(long invalid, long checked, long trials) {
    return invalid + " invalid" + (checked < trials ? " among the first " + checked : "");
  }

  private static String learnt(PreparedData data) {
    int train = data.examples(Part.TRAIN);
    return data.folds().isEmpty()
        ? String.format(
            Locale.ROOT,
            "%d examples to train on, %d to validate",
            train,
            data.examples(Part.VALIDATION))
        : String.format(
            Locale.ROOT, "%d examples in a %d-fold cross-validation", train, data.folds().size());
  }

  private static void print(
      PrintWriter out, Experiment spec, PreparedData data, long trials, String invalid) {
    out.printf(
        Locale.ROOT,
        "%d trials by %s search%s, %s; %s, %d to test%n",
        trials,
        spec.search().algorithm(),
        spec.search().scheduler().kind().equals("plain")
            ? ""
            : " with " + spec.search().scheduler().kind(),
        invalid,
        learnt(data),
        data.examples(Part.TEST));
    out.printf(
        Locale.ROOT,
        "order: %s; objective: %s%n",
        String.join(", ", spec.space().names()),
        spec.objective().metric());
  }
}
