package io.espalier.search.space;

import io.espalier.wire.Configuration;
import io.espalier.wire.Seeds;
import io.espalier.wire.Value;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Draws configurations from a search space: every parameter that applies evenly on its domain's
 * scale, one number per parameter of the space, whether it applies or not.
 */
public final class Sampler {
  private static final int TRIED = 1_000;

  private final List<Parameter> parameters;
  private final List<Constraint> constraints;

  /** A sampler of a space; ranges need no grid. */
  public Sampler(SearchSpace space) {
    parameters = space.parameters();
    constraints = space.constraints();
  }

  /**
   * The configuration of a seed; empty if it breaks a constraint.
   *
   * @throws ConstraintException if a constraint cannot be evaluated
   */
  public Optional<Configuration> draw(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] shares = new double[parameters.size()];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = random.nextDouble();
    }
    return at(shares);
  }

  /**
   * The configuration at these shares of the domains; empty if it breaks a constraint.
   *
   * @param shares one in [0, 1) per parameter of the space, whether it applies or not
   * @throws ConstraintException if a constraint cannot be evaluated
   */
  public Optional<Configuration> at(double[] shares) {
    SortedMap<String, Value> values = new TreeMap<>();
    for (int i = 0; i < shares.length; i++) {
      Parameter parameter = parameters.get(i);
      if (parameter.applies(name -> Optional.ofNullable(values.get(name)))) {
        values.put(parameter.name(), parameter.domain().at(shares[i]));
      }
    }
    return Optional.of(new Configuration(values)).filter(this::allowed);
  }

  /** Whether there is any constraint. */
  public boolean constrained() {
    return !constraints.isEmpty();
  }

  /**
   * Whether a configuration meets the constraints.
   *
   * @throws ConstraintException if a constraint cannot be evaluated
   */
  public boolean allowed(Configuration configuration) {
    return constraints.stream().allMatch(constraint -> constraint.holds(configuration));
  }

  /**
   * The share of drawn configurations that meets the constraints, by a thousand draws; 1 without
   * constraints.
   *
   * @throws ConstraintException if a constraint cannot be evaluated
   */
  public double kept() {
    if (constraints.isEmpty()) {
      return 1;
    }
    int kept = 0;
    for (int draw = 0; draw < TRIED; draw++) {
      kept += draw(Seeds.seed(0, Seeds.Purpose.SEARCH, draw)).isPresent() ? 1 : 0;
    }
    return kept / (double) TRIED;
  }
}
