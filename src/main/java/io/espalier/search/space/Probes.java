package io.espalier.search.space;

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
 * Configurations by which to look at a function of all of them: each value on its own, the others
 * at their first. Of a range both ends are taken.
 */
public final class Probes {
  /** Values of a parameter that a sample takes at most. */
  private static final int SAMPLED = 16;

  private static final int MIXED = 8;

  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  /** Of parameters in an order that has parents first. */
  public Probes(Iterable<Parameter> parentsFirst) {
    parentsFirst.forEach(parameter -> parameters.put(parameter.name(), parameter));
  }

  /** The configuration of first values, and then each value of each parameter on its own. */
  public List<Configuration> alone() {
    return alone(Integer.MAX_VALUE);
  }

  /**
   * A small sample of a space, always the same: the first configuration, single values (evenly
   * chosen where there are many), the last configuration, and some in which all values move at
   * once. What breaks a constraint is left out.
   */
  public static List<Configuration> sample(SearchSpace space) {
    Probes probes = new Probes(space.parameters());
    Set<Configuration> sample = new LinkedHashSet<>(probes.alone(SAMPLED));
    sample.add(probes.mixed(-1));
    for (int step = 1; step <= MIXED; step++) {
      sample.add(probes.mixed(step));
    }
    return sample.stream()
        .filter(one -> space.constraints().stream().allMatch(c -> c.holds(one)))
        .toList();
  }

  private List<Configuration> alone(int most) {
    List<Configuration> all = new ArrayList<>();
    all.add(configuration(Map.of()));
    for (Parameter parameter : parameters.values()) {
      List<Value> values = values(parameter.domain());
      int taken = Math.min(most, values.size());
      for (int i = 0; i < taken; i++) {
        int index = taken == 1 ? 0 : (int) ((long) i * (values.size() - 1) / (taken - 1));
        all.add(configuration(Map.of(parameter.name(), values.get(index))));
      }
    }
    return all;
  }

  /** All parameters away from their first value, each at its own pace; −1 takes the last ones. */
  private Configuration mixed(int step) {
    TreeMap<String, Value> wanted = new TreeMap<>();
    int pace = 1;
    for (Parameter parameter : parameters.values()) {
      List<Value> values = values(parameter.domain());
      int index = step < 0 ? values.size() - 1 : step * pace++ % values.size();
      wanted.put(parameter.name(), values.get(index));
    }
    return applying(wanted);
  }

  /** First values everywhere but where a value is given, and the branches it stands in. */
  private Configuration configuration(Map<String, Value> given) {
    Map<String, Value> forced = new TreeMap<>(given);
    given.keySet().forEach(name -> forceBranches(name, forced));
    return applying(forced);
  }

  /** These values, first ones where there is none, of the parameters that then apply. */
  private Configuration applying(Map<String, Value> wanted) {
    TreeMap<String, Value> values = new TreeMap<>();
    for (Parameter parameter : parameters.values()) {
      boolean applies =
          parameter
              .condition()
              .map(c -> new Value.Text(c.label()).equals(values.get(c.parent())))
              .orElse(true);
      if (applies) {
        Value first = values(parameter.domain()).get(0);
        values.put(parameter.name(), wanted.getOrDefault(parameter.name(), first));
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
    return domain.gridValues();
  }
}
