package io.espalier.driver.run;

import io.espalier.driver.conf.ExperimentSpec;
import io.espalier.search.schedule.PlainScheduler;
import io.espalier.search.schedule.Scheduler;
import io.espalier.search.space.ImpossibleModelException;
import io.espalier.search.space.LayerShapes;
import io.espalier.search.suggest.GridSearcher;
import io.espalier.wire.Configuration;
import io.espalier.wire.InputShape;
import java.util.Optional;

/**
 * The rows of an experiment's grid, judged against the data's shape: possible or not, and how
 * large.
 */
public final class Rows {
  private final ExperimentSpec spec;
  private final InputShape input;
  private final int outputs;
  private final long count;

  public Rows(ExperimentSpec spec, InputShape input, int outputs) {
    this.spec = spec;
    this.input = input;
    this.outputs = outputs;
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
    return LayerShapes.of(spec.resolver().apply(row).model(), input, outputs);
  }

  Scheduler scheduler() {
    return new PlainScheduler(
        new GridSearcher(spec.space().grid()::iterator, count),
        this::impossible,
        row -> spec.resolver().apply(row).training().epochs());
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
