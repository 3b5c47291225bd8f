package io.espalier;

import io.espalier.search.history.Formula;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Objective.Goal;
import io.espalier.search.space.Constraint;
import io.espalier.search.space.NearestWord;
import io.espalier.wire.OwnMetric;
import io.espalier.wire.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What objectives and constraints may name of what is measured: metrics by column name, those of
 * the validation part also without their part ({@code loss} for {@code validation_loss}), and what
 * a trial costs ({@link Objective#COSTS}).
 *
 * @param validated whether there is a validation part, or folds; without it {@code loss} is that of
 *     the training part
 * @param own metrics of the user's own
 */
public record MeasuredNames(Task task, boolean validated, List<OwnMetric> own) {
  public MeasuredNames {
    own = List.copyOf(own);
  }

  /** All of them, with their parts. */
  public List<String> all() {
    List<String> all = new ArrayList<>(Metrics.of(task));
    own.forEach(metric -> all.add(Metrics.VALIDATION + metric.name()));
    all.addAll(Objective.COSTS);
    return all;
  }

  /** A name with its part; one that is not known as it is. */
  public String full(String name) {
    String usual = (validated ? Metrics.VALIDATION : Metrics.TRAIN) + name;
    return all().contains(usual) ? usual : name;
  }

  /**
   * An expression over them, with names in full.
   *
   * @throws IllegalArgumentException with one line if it is none, or uses another name or none
   */
  public Formula formula(String text) {
    Formula formula = Formula.of(text, this::full);
    for (String name : formula.names()) {
      if (!all().contains(name)) {
        throw new IllegalArgumentException(
            "'"
                + text
                + "' uses the unknown name '"
                + name
                + "'; known are "
                + String.join(", ", all())
                + hint(text, name));
      }
    }
    if (formula.names().isEmpty()) {
      throw new IllegalArgumentException(
          "'" + text + "' uses nothing that is measured; known are " + String.join(", ", all()));
    }
    return formula;
  }

  private String hint(String text, String name) {
    for (String known : all()) {
      if (known.contains("_") && text.contains(known.replace('_', '-'))) {
        return "; in an expression it is '" + known + "', for - is minus";
      }
    }
    return NearestWord.hint(name, all());
  }

  /**
   * The direction in which a sum or product of them is better; empty where that is not plain: what
   * is subtracted or divided by, or wanted large, needs to be told.
   */
  public Optional<Goal> goal(Formula formula) {
    if (formula.isName()) {
      return Optional.of(goal(formula.text()));
    }
    boolean turned = formula.text().replaceAll("[eE]-", "").matches(".*[-/].*");
    boolean lower = formula.names().stream().allMatch(name -> goal(name) == Goal.MINIMIZE);
    return lower && !turned ? Optional.of(Goal.MINIMIZE) : Optional.empty();
  }

  private Goal goal(String name) {
    return own.stream()
        .filter(metric -> full(name).equals(Metrics.VALIDATION + metric.name()))
        .findFirst()
        .map(metric -> metric.lowerIsBetter() ? Goal.MINIMIZE : Goal.MAXIMIZE)
        .orElseGet(() -> Metrics.goal(name));
  }

  /** Why names cannot be measured: the first one of a validation part that is not there. */
  public Optional<String> unmeasured(Collection<String> names) {
    return validated ? Optional.empty() : names.stream().filter(Metrics::ofValidation).findFirst();
  }

  /**
   * A condition over parameters and what is measured, with names in full; empty if it is one over
   * parameters alone, or none. A parameter's name comes before the same one of what is measured.
   *
   * @param columns names of the parameters
   * @throws IllegalArgumentException with one line if it also uses a name that is not known, or one
   *     that is not measured
   */
  public Optional<String> limit(String text, Collection<String> columns) {
    SortedSet<String> measured = new TreeSet<>(Constraint.namesIn(text));
    measured.removeAll(columns);
    if (measured.stream().map(this::full).noneMatch(all()::contains)) {
      return Optional.empty();
    }
    String full = Constraint.renamed(text, name -> measured.contains(name) ? full(name) : name);
    List<String> known = new ArrayList<>(columns);
    known.addAll(all());
    Constraint limit = Constraint.compile(full, known);
    unmeasured(limit.names())
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "'"
                      + text
                      + "' needs "
                      + name
                      + ", and nothing is validated; "
                      + Metrics.HOLD_OUT);
            });
    return Optional.of(full);
  }
}
