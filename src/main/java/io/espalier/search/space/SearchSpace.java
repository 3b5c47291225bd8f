package io.espalier.search.space;

import io.espalier.wire.Configuration;
import io.espalier.wire.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * All configurations that may be tried.
 *
 * @param parameters outermost first: the last one changes fastest in a grid. The parent of a
 *     conditional parameter comes before it. Without parameters there is one configuration, the
 *     empty one.
 * @param constraints what every configuration meets
 */
public record SearchSpace(List<Parameter> parameters, List<Constraint> constraints) {
  /** Grids of more rows are not walked to be counted. */
  private static final long COUNTED_ROWS = 10_000;

  public SearchSpace {
    parameters = List.copyOf(parameters);
    constraints = List.copyOf(constraints);
    Map<String, Parameter> earlier = new HashMap<>();
    for (Parameter parameter : parameters) {
      parameter.condition().ifPresent(condition -> checkParent(parameter, condition, earlier));
      Domain.check(
          earlier.put(parameter.name(), parameter) == null,
          "there are two parameters named '" + parameter.name() + "'");
    }
    for (Constraint constraint : constraints) {
      for (String name : constraint.names()) {
        Domain.check(
            earlier.containsKey(name),
            "the constraint '" + constraint + "' uses the unknown name '" + name + "'");
      }
    }
  }

  private static void checkParent(
      Parameter parameter, Parameter.Condition condition, Map<String, Parameter> earlier) {
    Parameter parent = earlier.get(condition.parent());
    Domain.check(
        parent != null,
        "'"
            + parameter.name()
            + "' exists only inside '"
            + condition.parent()
            + "', which must come before it");
    Domain.check(
        parent != null
            && parent.domain() instanceof Domain.Choice choice
            && choice.values().contains(new Value.Text(condition.label())),
        "'" + condition.parent() + "' has no branch '" + condition.label() + "'");
  }

  /** The parameters' names in their order. */
  public List<String> names() {
    return parameters.stream().map(Parameter::name).toList();
  }

  /**
   * Rows of the grid before constraints, {@link Long#MAX_VALUE} for more; cheap.
   *
   * @throws IllegalStateException if a domain has no grid
   */
  public long rows() {
    long rows = 1;
    for (Parameter parameter : parameters) {
      if (parameter.condition().isEmpty()) {
        rows = times(rows, weight(parameter));
      }
    }
    return rows;
  }

  /** Rows that a parameter makes of one, with those that exist only inside its branches. */
  private long weight(Parameter parameter) {
    Map<String, Long> branches = new HashMap<>();
    for (Parameter child : parameters) {
      child
          .condition()
          .filter(condition -> condition.parent().equals(parameter.name()))
          .ifPresent(
              condition -> branches.merge(condition.label(), weight(child), SearchSpace::times));
    }
    long rows = parameter.domain().gridSize() - branches.size();
    for (long branch : branches.values()) {
      rows = plus(rows, branch);
    }
    return rows;
  }

  /**
   * The grid's rows in order, those that break a constraint left out. Rows are made one at a time;
   * a constraint is asked as soon as its parameters have values.
   */
  public Iterable<Configuration> grid() {
    List<List<Value>> values = new ArrayList<>();
    for (Parameter parameter : parameters) {
      values.add(parameter.domain().gridValues());
    }
    return () -> new GridWalk(this, values);
  }

  /** {@link #grid()} as a stream. */
  public Stream<Configuration> stream() {
    return StreamSupport.stream(grid().spliterator(), false);
  }

  /**
   * How many rows the grid has after constraints; empty where it would take long to count them.
   *
   * @throws IllegalStateException if a domain has no grid
   */
  public OptionalLong count() {
    long rows = rows();
    if (constraints.isEmpty()) {
      return OptionalLong.of(rows);
    }
    return rows <= COUNTED_ROWS ? OptionalLong.of(stream().count()) : OptionalLong.empty();
  }

  /** Whether the constraints leave no row; looks no further than the first one. */
  public boolean isEmpty() {
    return !grid().iterator().hasNext();
  }

  /**
   * Why a configuration is none of this space, one line; empty if it is one.
   *
   * @throws ConstraintException if a constraint cannot be evaluated
   */
  public Optional<String> objection(Configuration configuration) {
    for (String name : configuration.values().keySet()) {
      if (!names().contains(name)) {
        return Optional.of(
            "there is no parameter '" + name + "'" + NearestWord.hint(name, names()));
      }
    }
    for (Parameter parameter : parameters) {
      Optional<String> wrong = objection(parameter, configuration);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return constraints.stream()
        .filter(constraint -> !constraint.holds(configuration))
        .map(constraint -> "it breaks the constraint '" + constraint + "'")
        .findFirst();
  }

  private static Optional<String> objection(Parameter parameter, Configuration configuration) {
    Optional<Value> value = configuration.value(parameter.name());
    boolean applies = parameter.applies(configuration::value);
    if (value.isEmpty()) {
      return applies ? Optional.of("'" + parameter.name() + "' is missing") : Optional.empty();
    }
    if (!applies) {
      return Optional.of("'" + parameter.name() + "' exists only in another branch");
    }
    return parameter.domain().stretch(value.get()).isEmpty()
        ? Optional.of(value.get().text() + " is no value of '" + parameter.name() + "'")
        : Optional.empty();
  }

  private static long times(long left, long right) {
    long high = Math.multiplyHigh(left, right);
    long low = left * right;
    return high != 0 || low < 0 ? Long.MAX_VALUE : low;
  }

  private static long plus(long left, long right) {
    long sum = left + right;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
