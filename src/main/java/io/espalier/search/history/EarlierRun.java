package io.espalier.search.history;

import io.espalier.search.space.Domain;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.space.ValueType;
import io.espalier.wire.Configuration;
import io.espalier.wire.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What of a run fits another search. Trials count that trained to their end and have all that the
 * objective is made of, and those that diverged. A trial fits if it has a value, within the domain,
 * for every parameter of the other space that applies; values of parameters that the other space
 * does not have are left out. Constraints are not asked: what breaks them was tried all the same.
 */
public final class EarlierRun {
  private final String name;
  private final SearchSpace space;
  private final Objective objective;
  private final List<Observation> observations = new ArrayList<>();
  private final Map<String, Integer> misfits = new LinkedHashMap<>();
  private final Map<String, Integer> leftOut = new LinkedHashMap<>();
  private final int trials;

  /**
   * @param name of the run, as in {@code quickstart/003}
   * @param space of the other search
   * @param objective of the other search
   */
  public EarlierRun(String name, History run, SearchSpace space, Objective objective) {
    this.name = name;
    this.space = space;
    this.objective = objective;
    trials = run.trials().size();
    run.trials().forEach(this::take);
  }

  private void take(Trial trial) {
    boolean diverged = trial.status() == TrialStatus.DIVERGED;
    if (trial.status() != TrialStatus.COMPLETED && !diverged) {
      count(misfits, "did not train to their end");
      return;
    }
    double value = diverged ? Double.NaN : objective.of(trial.counting(), trial.parameters());
    if (Double.isNaN(value) && !diverged) {
      count(misfits, "have no " + objective.metric());
      return;
    }
    fitting(trial.configuration())
        .ifPresent(fits -> observations.add(new Observation(name, trial.number(), fits, value)));
  }

  private Optional<Configuration> fitting(Configuration earlier) {
    TreeMap<String, Value> values = new TreeMap<>();
    for (Parameter parameter : space.parameters()) {
      if (!parameter.applies(name -> Optional.ofNullable(values.get(name)))) {
        continue;
      }
      Optional<Value> there = earlier.value(parameter.name());
      if (there.isEmpty()) {
        count(misfits, "lack " + parameter.name());
        return Optional.empty();
      }
      Value value = typed(there.get(), parameter.domain());
      if (parameter.domain().stretch(value).isEmpty()) {
        count(misfits, "have " + parameter.name() + " outside its domain");
        return Optional.empty();
      }
      values.put(parameter.name(), value);
    }
    earlier.values().keySet().stream()
        .filter(name -> !space.names().contains(name))
        .forEach(name -> count(leftOut, name));
    return Optional.of(new Configuration(values));
  }

  /** Whole numbers and real ones are the same to a person. */
  private static Value typed(Value value, Domain domain) {
    if (value instanceof Value.Whole whole && domain.type() == ValueType.REAL) {
      return new Value.Real((double) whole.value());
    }
    return value instanceof Value.Real real
            && domain.type() == ValueType.WHOLE
            && real.value() == Math.rint(real.value())
        ? new Value.Whole((long) real.value())
        : value;
  }

  private static void count(Map<String, Integer> counts, String what) {
    counts.merge(what, 1, Integer::sum);
  }

  /** What fits, by number of the trial. */
  public List<Observation> observations() {
    return List.copyOf(observations);
  }

  /** In one line, how many trials fit and why others do not. */
  public String told() {
    String taken =
        String.format(
            Locale.ROOT, "%s: %d of %d trials are known", name, observations.size(), trials);
    String others =
        misfits.entrySet().stream()
            .map(misfit -> misfit.getValue() + " " + misfit.getKey())
            .collect(Collectors.joining(", "));
    String values =
        leftOut.entrySet().stream()
            .map(left -> left.getKey() + " (of " + left.getValue() + " trials)")
            .collect(Collectors.joining(", "));
    return taken
        + (others.isEmpty() ? "" : "; " + others)
        + (values.isEmpty() ? "" : "; left out, as they are not searched here: " + values);
  }
}
