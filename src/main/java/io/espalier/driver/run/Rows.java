package io.espalier.driver.run;

import io.espalier.Experiment;
import io.espalier.data.PreparedData;
import io.espalier.engine.ModelTools;
import io.espalier.model.ImpossibleModelException;
import io.espalier.model.LayerShapes;
import io.espalier.search.schedule.PlainScheduler;
import io.espalier.search.schedule.Scheduler;
import io.espalier.search.suggest.GridSearcher;
import io.espalier.wire.Configuration;
import io.espalier.wire.InputShape;
import io.espalier.wire.Part;
import io.espalier.wire.Task;
import io.espalier.wire.TrialPlan;
import java.util.Optional;

/**
 * The rows of an experiment's grid, judged against the data's shape: possible or not, and how
 * large.
 */
public final class Rows {
  private final Experiment spec;
  private final InputShape input;
  private final int outputs;
  private final Task task;
  private final int trainedOn;
  private final long count;

  /** The rows of an experiment on these data. */
  public Rows(Experiment spec, PreparedData data) {
    this.spec = spec;
    this.input = data.dataset().shape();
    this.outputs = data.dataset().targets().outputs();
    this.task = data.dataset().targets().task();
    this.trainedOn =
        data.folds().stream()
            .mapToInt(fold -> fold.split().train().length)
            .min()
            .orElse(data.examples(Part.TRAIN));
    this.count = spec.space().stream().count();
  }

  /** How many there are, after constraints. */
  public long count() {
    return count;
  }

  /**
   * The shapes of a row's network.
   *
   * @throws ImpossibleModelException if there can be no such network
   */
  public LayerShapes shapes(Configuration row) {
    return LayerShapes.of(spec.plan().of(row).model(), input, outputs);
  }

  /** The first possible row among so many. */
  public Optional<Configuration> possible(long among) {
    return spec.space().stream().limit(among).filter(row -> impossible(row).isEmpty()).findFirst();
  }

  /**
   * Why a possible row trains layer by layer instead of by the compiled step; empty if compiled.
   */
  public Optional<String> notCompiled(Configuration row) {
    TrialPlan resolved = spec.plan().of(row);
    return ModelTools.notCompiled(resolved.model(), resolved.training(), input, outputs, task);
  }

  Scheduler scheduler() {
    return new PlainScheduler(
        new GridSearcher(spec.space().grid()::iterator, count), this::impossible, this::epochs);
  }

  /** Epochs that a row trains for, unless its loss settles earlier. */
  public int epochs(Configuration row) {
    return spec.plan().of(row).training().epochsOn(trainedOn);
  }

  private Optional<String> impossible(Configuration row) {
    try {
      shapes(row);
      return Optional.empty();
    } catch (ImpossibleModelException impossible) {
      return Optional.of(String.valueOf(impossible.getMessage()));
    }
  }
}
