package io.espalier.search.suggest;

import io.espalier.search.space.Domain;
import io.espalier.search.space.Stretch;
import io.espalier.wire.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A parameter's domain as a coordinate for models of numbers. A domain of few values has the levels
 * 0, 1, …; another one the shares of {@link Domain#at}, in [0, 1].
 */
final class Axis {
  /** Domains of more values are taken as continuous. */
  static final int MOST_LEVELS = 64;

  private static final double INSIDE = 1e-9;

  private final Domain domain;
  private final double[] edges;
  private final double[] middles;

  /** The coordinate of a domain. */
  Axis(Domain domain) {
    this.domain = domain;
    this.edges = edges(domain);
    middles = new double[levels()];
    Arrays.setAll(middles, level -> 0.5 * (edges[level] + edges[level + 1]));
  }

  private static double[] edges(Domain domain) {
    List<Double> found = new ArrayList<>(List.of(0.0));
    double from = 0;
    while (from < 1 - INSIDE) {
      Optional<Stretch> next = domain.stretch(domain.at(from + INSIDE));
      double to = next.map(Stretch::to).orElse(from);
      boolean category = domain instanceof Domain.Choice;
      if (to - from < 2 * INSIDE || (!category && found.size() > MOST_LEVELS)) {
        return new double[0];
      }
      found.add(to);
      from = to;
    }
    return found.stream().mapToDouble(edge -> edge).toArray();
  }

  /** Whether its values have no order. */
  boolean unordered() {
    return domain instanceof Domain.Choice;
  }

  /** How many levels it has; 0 for a continuous one. */
  int levels() {
    return Math.max(0, edges.length - 1);
  }

  /** The share at which a level begins; that of {@code levels()} is 1. */
  double edge(int level) {
    return edges[level];
  }

  /** The share in the middle of a coordinate's stretch. */
  double share(double coordinate) {
    return middles.length == 0 ? coordinate : middles[(int) coordinate];
  }

  /** The coordinate of a value; empty if the domain does not have it. */
  OptionalDouble coordinate(Value value) {
    Optional<Stretch> stretch = domain.stretch(value);
    return stretch.isPresent()
        ? OptionalDouble.of(coordinate(stretch.get().middle()))
        : OptionalDouble.empty();
  }

  /**
   * The coordinate at a share.
   *
   * @param share in [0, 1)
   */
  double coordinate(double share) {
    if (levels() == 0) {
      return share;
    }
    int found = Arrays.binarySearch(edges, share);
    return Math.min(levels() - 1, found >= 0 ? found : -found - 2);
  }

  /** The value at a coordinate. */
  Value value(double coordinate) {
    return domain.at(Math.min(share(coordinate), Math.nextDown(1.0)));
  }
}
