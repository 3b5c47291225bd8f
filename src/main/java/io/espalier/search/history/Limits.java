package io.espalier.search.history;

import io.espalier.search.space.Constraint;
import io.espalier.search.space.ConstraintException;
import io.espalier.wire.Configuration;
import io.espalier.wire.Value;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The conditions on what is measured that a trial must meet to be the best. */
public final class Limits {
  private static final Objective ANY =
      new Objective(MeasuredEpoch.EPOCHS, Objective.Goal.MINIMIZE, Objective.At.LAST);

  private final List<Constraint> conditions;
  private final Objective objective;
  private final Set<String> columns;

  private Limits(List<String> texts, Objective objective, Set<String> columns) {
    conditions =
        texts.stream().map(text -> Constraint.compile(text, Constraint.namesIn(text))).toList();
    this.objective = objective;
    this.columns = columns;
  }

  /** Those of a run. */
  public static Limits of(Event.RunOpened opened) {
    return new Limits(
        opened.judgement().limits(),
        opened.objective(),
        opened.columns().stream().map(Column::name).collect(Collectors.toSet()));
  }

  /** Whether there are any. */
  public boolean exist() {
    return !conditions.isEmpty();
  }

  /**
   * Whether a trial meets all of them, by the epoch that counts for the objective. One that uses
   * what was not measured, or is not finite, is not met; one that uses a parameter that does not
   * apply is.
   */
  public boolean met(Trial trial) {
    if (conditions.isEmpty()) {
      return true;
    }
    return objective
        .counting(trial.counting(), trial.parameters())
        .filter(reading -> met(trial.configuration(), reading::number))
        .isPresent();
  }

  private boolean met(Configuration configuration, ToDoubleFunction<String> numbers) {
    for (Constraint condition : conditions) {
      boolean known =
          condition.names().stream()
              .allMatch(name -> columns.contains(name) || finite(numbers.applyAsDouble(name)));
      if (!known || !condition.holds(name -> value(name, configuration, numbers))) {
        return false;
      }
    }
    return true;
  }

  private Optional<Value> value(
      String name, Configuration configuration, ToDoubleFunction<String> numbers) {
    return columns.contains(name)
        ? configuration.value(name)
        : Optional.of(new Value.Real(numbers.applyAsDouble(name)));
  }

  private static boolean finite(double number) {
    return !Double.isNaN(number) && !Double.isInfinite(number);
  }

  /**
   * Why conditions cannot be evaluated: asked of these configurations, as if all that is measured
   * were 1. Empty if they can.
   */
  public static Optional<String> objection(List<String> texts, Collection<Configuration> sample) {
    Set<String> columns =
        sample.stream().flatMap(one -> one.values().keySet().stream()).collect(Collectors.toSet());
    Limits limits = new Limits(texts, ANY, columns);
    try {
      sample.forEach(one -> limits.met(one, name -> 1));
      return Optional.empty();
    } catch (ConstraintException cannotBeEvaluated) {
      return Optional.of(String.valueOf(cannotBeEvaluated.getMessage()));
    }
  }
}
