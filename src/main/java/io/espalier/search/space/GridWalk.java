package io.espalier.search.space;

import io.espalier.wire.Configuration;
import io.espalier.wire.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Walks a grid depth first, one parameter per level. A parameter whose branch is not chosen passes
 * its level once, without a value.
 */
final class GridWalk implements Iterator<Configuration> {
  private static final int BEFORE = -1;
  private static final int ABSENT = -2;

  private final List<Parameter> parameters;
  private final List<List<Value>> values;
  private final Map<String, Integer> levels = new HashMap<>();
  private final List<List<Constraint>> constraints = new ArrayList<>();

  /** Index of the value at each level, or one of the two marks above. */
  private final int[] chosen;

  private boolean found;

  GridWalk(SearchSpace space, List<List<Value>> values) {
    this.parameters = space.parameters();
    this.values = values;
    this.chosen = new int[parameters.size()];
    Arrays.fill(chosen, BEFORE);
    for (Parameter parameter : parameters) {
      levels.put(parameter.name(), levels.size());
      constraints.add(new ArrayList<>());
    }
    for (Constraint constraint : space.constraints()) {
      int deepest = constraint.names().stream().mapToInt(this::level).max().orElseThrow();
      constraints.get(deepest).add(constraint);
    }
    found = descend(0);
  }

  @Override
  public boolean hasNext() {
    return found;
  }

  @Override
  public Configuration next() {
    if (!found) {
      throw new NoSuchElementException("the grid has no further row");
    }
    TreeMap<String, Value> row = new TreeMap<>();
    for (int level = 0; level < chosen.length; level++) {
      if (chosen[level] >= 0) {
        row.put(parameters.get(level).name(), values.get(level).get(chosen[level]));
      }
    }
    found = chosen.length > 0 && descend(chosen.length - 1);
    return new Configuration(row);
  }

  /** Goes on from a level to the next complete row; false if there is none. */
  private boolean descend(int from) {
    int level = from;
    while (level >= 0 && level < chosen.length) {
      if (!advance(level)) {
        chosen[level] = BEFORE;
        level--;
      } else if (constraintsHold(level)) {
        level++;
      }
    }
    return level == chosen.length;
  }

  /** Takes the next value at a level; false if all have been taken. */
  private boolean advance(int level) {
    if (chosen[level] == BEFORE && !parameters.get(level).applies(this::value)) {
      chosen[level] = ABSENT;
      return true;
    }
    if (chosen[level] == ABSENT) {
      return false;
    }
    chosen[level]++;
    return chosen[level] < values.get(level).size();
  }

  private boolean constraintsHold(int level) {
    for (Constraint constraint : constraints.get(level)) {
      if (!constraint.holds(this::value)) {
        return false;
      }
    }
    return true;
  }

  private Optional<Value> value(String name) {
    int level = level(name);
    return chosen[level] >= 0
        ? Optional.of(values.get(level).get(chosen[level]))
        : Optional.empty();
  }

  private int level(String name) {
    Integer level = levels.get(name);
    if (level == null) {
      throw new IllegalArgumentException("no parameter '" + name + "'");
    }
    return level;
  }
}
