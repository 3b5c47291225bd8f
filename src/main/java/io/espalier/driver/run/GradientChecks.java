package io.espalier.driver.run;

import io.espalier.Experiment;
import io.espalier.data.DataException;
import io.espalier.data.Dataset;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.engine.GradientReport;
import io.espalier.engine.ModelTools;
import io.espalier.model.ImpossibleModelException;
import io.espalier.model.LayerShapes;
import io.espalier.wire.Configuration;
import io.espalier.wire.GradientClip;
import io.espalier.wire.InputShape;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.TrialPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Numeric gradient checks of the networks in an experiment's grid; trains nothing. */
public final class GradientChecks {
  private static final int ROWS_LOOKED_AT = 10_000;

  private final Experiment experiment;
  private final Dataset data;
  private final TrialPlans plans;

  /** Checks of an experiment's networks on inputs of these data's shape. */
  public GradientChecks(Experiment experiment, PreparedData data) {
    this.experiment = experiment;
    this.data = data.dataset();
    plans = new TrialPlans(experiment, data);
  }

  /**
   * A possible row of the grid.
   *
   * @param number in the grid's order, from 1
   */
  public record Row(long number, Configuration configuration, LayerShapes shapes) {}

  /** All that a gradient depends on. */
  private record Network(ModelSpec model, double l1, double l2, double labelSmoothing) {}

  /**
   * The row of a number.
   *
   * @throws DataException if there is none, or its network is impossible
   */
  public Row row(long number) {
    Configuration row =
        plans
            .preview()
            .skip(Math.max(0, number - 1))
            .findFirst()
            .filter(any -> number > 0)
            .orElseThrow(
                () ->
                    new DataException(
                        "there is no row "
                            + number
                            + ": the experiment has rows 1 to "
                            + plans.preview().count()));
    try {
      return new Row(number, row, plans.shapes(row));
    } catch (ImpossibleModelException impossible) {
      throw new DataException(
          "row " + number + " is impossible: " + impossible.getMessage(), impossible);
    }
  }

  /**
   * The first possible rows whose networks, penalties or labels differ from those before, at most
   * so many.
   *
   * @throws DataException if none of the first 10,000 rows is possible
   */
  public List<Row> differing(int most) {
    List<Row> differing = new ArrayList<>();
    Set<Network> seen = new HashSet<>();
    String reason = "the grid has none";
    Iterator<Configuration> grid = plans.preview().limit(ROWS_LOOKED_AT).iterator();
    for (long number = 1; grid.hasNext() && differing.size() < most; number++) {
      Configuration row = grid.next();
      try {
        LayerShapes shapes = plans.shapes(row);
        if (seen.add(network(row))) {
          differing.add(new Row(number, row, shapes));
        }
      } catch (ImpossibleModelException impossible) {
        reason = "row " + number + ": " + impossible.getMessage();
      }
    }
    if (differing.isEmpty()) {
      throw new DataException("there is no possible row to check; " + reason);
    }
    return differing;
  }

  private Network network(Configuration row) {
    TrialPlan resolved = plans.of(row);
    TrainingSpec training = resolved.training();
    return new Network(resolved.model(), training.l1(), training.l2(), training.labelSmoothing());
  }

  /** What is checked: the compiled step that a row trains by, or what stands in for it and why. */
  public String step(Row row) {
    GradientClip clip = plans.of(row.configuration()).training().gradientClip();
    return way(row) + (clip.equals(GradientClip.NONE) ? "" : "; before gradients are clipped");
  }

  private String way(Row row) {
    if (data.shape() instanceof InputShape.Graph) {
      return "Deeplearning4j's own; the compiled one of graphs has no double precision";
    }
    return plans.step(row.configuration());
  }

  /** Checks a row's gradients. */
  public GradientReport check(Row row) {
    TrialPlan resolved = plans.of(row.configuration());
    if (resolved.model().kind() == ModelSpec.Kind.TRAINABLE) {
      throw new DataException(
          "row " + row.number() + " is no network: its class trains by itself, by no step of ours");
    }
    if (data.shape() instanceof InputShape.Graph && !resolved.model().ownLoss().isEmpty()) {
      throw new DataException(
          "row "
              + row.number()
              + " has a loss of its own, which Deeplearning4j's step over graphs does not know:"
              + " there is no step to check");
    }
    Targets targets = data.targets();
    return ModelTools.gradientCheck(
        resolved.model(),
        resolved.training(),
        data.shape(),
        targets.outputs(),
        targets.task(),
        experiment.seed());
  }
}
