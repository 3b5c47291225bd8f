package io.espalier.driver.conf;

import io.espalier.model.ImpossibleModelException;
import io.espalier.search.space.Domain;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.RealRange;
import io.espalier.search.space.WholeRange;
import io.espalier.wire.Configuration;
import io.espalier.wire.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tries every value of every domain on its own, the other parameters at their first value, so that
 * a bad value is found with its line before anything runs. Of a range both ends are tried: what the
 * schema accepts of numbers are intervals.
 */
final class DomainProbe {
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final ModelResolver resolver;
  private final Problems problems;

  /** Parameters in an order that has parents first. */
  DomainProbe(Iterable<Parameter> parameters, ModelResolver resolver, Problems problems) {
    parameters.forEach(parameter -> this.parameters.put(parameter.name(), parameter));
    this.resolver = resolver;
    this.problems = problems;
  }

  /**
   * Collects the problems of single values. Values that only do not go together are a problem, at
   * the given place, if no trial of a value went well; else they are left to the rows they are in.
   */
  void run(Place place) {
    Set<String> impossible = new LinkedHashSet<>();
    int before = problems.size();
    boolean possible = tries(configuration(Map.of()), impossible);
    for (Parameter parameter : parameters.values()) {
      for (Value value : values(parameter.domain())) {
        possible |= tries(configuration(Map.of(parameter.name(), value)), impossible);
      }
    }
    if (!possible && problems.size() == before) {
      impossible.forEach(reason -> problems.add(place, "model", reason));
    }
  }

  private boolean tries(Configuration configuration, Set<String> impossible) {
    try {
      resolver.read(configuration, problems);
      return true;
    } catch (ImpossibleModelException e) {
      impossible.add(String.valueOf(e.getMessage()));
      return false;
    }
  }

  /** First values everywhere but where a value is given, and the branches it stands in. */
  private Configuration configuration(Map<String, Value> given) {
    Map<String, Value> forced = new TreeMap<>(given);
    given.keySet().forEach(name -> forceBranches(name, forced));
    TreeMap<String, Value> values = new TreeMap<>();
    for (Parameter parameter : parameters.values()) {
      boolean applies =
          parameter
              .condition()
              .map(c -> new Value.Text(c.label()).equals(values.get(c.parent())))
              .orElse(true);
      if (applies) {
        Value first = values(parameter.domain()).get(0);
        values.put(parameter.name(), forced.getOrDefault(parameter.name(), first));
      }
    }
    return new Configuration(values);
  }

  private void forceBranches(String name, Map<String, Value> forced) {
    Optional.ofNullable(parameters.get(name))
        .flatMap(Parameter::condition)
        .ifPresent(
            condition -> {
              forced.put(condition.parent(), new Value.Text(condition.label()));
              forceBranches(condition.parent(), forced);
            });
  }

  private static List<Value> values(Domain domain) {
    if (domain instanceof WholeRange range) {
      return List.of(new Value.Whole(range.minimum()), new Value.Whole(range.maximum()));
    }
    if (domain instanceof RealRange range) {
      return List.of(new Value.Real(range.minimum()), new Value.Real(range.maximum()));
    }
    return new ArrayList<>(domain.gridValues());
  }
}
