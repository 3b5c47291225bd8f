package io.espalier.cli;

import io.espalier.Experiment;
import io.espalier.data.PreparedData;
import io.espalier.driver.cluster.MemoryNeed;
import io.espalier.driver.run.TrialPlans;
import io.espalier.model.ImpossibleModelException;
import io.espalier.wire.Configuration;
import io.espalier.wire.InputShape;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
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
  @Mixin private AnswerOption answers = new AnswerOption();

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
    answers.print(command, answer(spec, data));
  }

  private PlanAnswer answer(Experiment spec, PreparedData data) {
    TrialPlans plans = new TrialPlans(spec, data);
    long most = plans.most();
    List<PlanAnswer.Row> rows = new ArrayList<>();
    long checked = 0;
    long invalid = 0;
    Iterator<Configuration> proposed = plans.preview().iterator();
    while (proposed.hasNext() && checked < Math.max(limit, CHECKED_ROWS)) {
      PlanAnswer.Row row = row(plans, proposed.next(), checked + 1);
      invalid += row.reason().isPresent() ? 1 : 0;
      if (++checked <= limit) {
        rows.add(row);
      }
    }
    long trials = proposed.hasNext() ? most : checked;
    return new PlanAnswer(
        spec.space().names(),
        rows,
        new PlanAnswer.Search(
            spec.search().algorithm(),
            spec.search().scheduler().kind(),
            spec.objective().metric(),
            trials,
            checked,
            invalid),
        PlanAnswer.Examples.of(data),
        Stream.concat(plans.outlook(trials).stream(), plans.notice().stream()).toList(),
        MemoryNeed.of(spec, data),
        plans.possible(limit).map(row -> network(plans, row, data.dataset().shape())));
  }

  /** How the networks are built and trained, by the example of one row. */
  private static PlanAnswer.Network network(TrialPlans plans, Configuration row, InputShape input) {
    List<String> step = new ArrayList<>(List.of(plans.step(row)));
    step.addAll(plans.of(row).training().refinements());
    int together = plans.together(row);
    if (together > 1) {
      step.add("up to " + together + " side by side");
    }
    return new PlanAnswer.Network(
        NetworkText.of(input, plans.shapes(row)), String.join("; ", step));
  }

  private static PlanAnswer.Row row(TrialPlans plans, Configuration row, long number) {
    try {
      return PlanAnswer.Row.possible(
          number, row, plans.epochs(row), plans.shapes(row).parameters());
    } catch (ImpossibleModelException impossible) {
      return PlanAnswer.Row.impossible(number, row, String.valueOf(impossible.getMessage()));
    }
  }
}
