package io.espalier.search.suggest;

import io.espalier.search.history.Observation;
import io.espalier.search.space.Domain;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.SearchSpace;
import io.espalier.wire.Configuration;
import io.espalier.wire.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Configurations as points: one coordinate on its {@link Axis} per parameter of the space, NaN
 * where the parameter does not apply.
 */
final class Encoding {
  private static final double LAST = Math.nextDown(1.0);

  private final List<Parameter> parameters;
  private final List<Axis> axes;
  private final int[] parents;
  private final double[] labels;
  private final List<double[]> trials = new ArrayList<>();
  private final List<List<Integer>> ascending = new ArrayList<>();
  private List<Observation> earlier = List.of();
  private List<double[]> earlierPoints = List.of();
  private final Tried tried = new Tried();

  Encoding(SearchSpace space) {
    parameters = space.parameters();
    axes = parameters.stream().map(parameter -> new Axis(parameter.domain())).toList();
    parents = new int[axes.size()];
    labels = new double[axes.size()];
    Arrays.fill(parents, -1);
    for (int i = 0; i < parents.length; i++) {
      ascending.add(new ArrayList<>());
      int child = i;
      parameters.get(i).condition().ifPresent(condition -> connect(child, condition, space));
    }
  }

  private void connect(int child, Parameter.Condition condition, SearchSpace space) {
    parents[child] = space.names().indexOf(condition.parent());
    Domain parent = parameters.get(parents[child]).domain();
    labels[child] = parent.gridValues().indexOf(new Value.Text(condition.label()));
  }

  /** Their axes, by parameter. */
  List<Axis> axes() {
    return axes;
  }

  /** Whether a parameter applies at a point whose coordinates before it are known. */
  boolean applies(int parameter, double[] point) {
    return parents[parameter] < 0 || point[parents[parameter]] == labels[parameter];
  }

  /**
   * The point at these shares of the domains.
   *
   * @param shares one in [0, 1) per parameter, whether it applies or not
   */
  double[] at(double[] shares) {
    double[] point = new double[shares.length];
    for (int i = 0; i < point.length; i++) {
      point[i] = applies(i, point) ? axes.get(i).coordinate(shares[i]) : Double.NaN;
    }
    return point;
  }

  /**
   * Shares that give a point; of parameters that do not apply, and of unknown values, the middle.
   */
  double[] shares(double[] point) {
    double[] shares = new double[point.length];
    for (int i = 0; i < point.length; i++) {
      shares[i] = Double.isNaN(point[i]) ? 0.5 : Math.min(axes.get(i).share(point[i]), LAST);
    }
    return shares;
  }

  /** The point of a configuration; NaN also where it has a value that the domain does not have. */
  double[] point(Configuration configuration) {
    double[] point = new double[axes.size()];
    for (int i = 0; i < point.length; i++) {
      Axis axis = axes.get(i);
      point[i] =
          configuration
              .value(parameters.get(i).name())
              .map(axis::coordinate)
              .orElse(OptionalDouble.empty())
              .orElse(Double.NaN);
    }
    return point;
  }

  /** The configuration at a point. */
  Configuration configuration(double[] point) {
    SortedMap<String, Value> values = new TreeMap<>();
    for (int i = 0; i < point.length; i++) {
      if (!Double.isNaN(point[i])) {
        values.put(parameters.get(i).name(), axes.get(i).value(point[i]));
      }
    }
    return new Configuration(values);
  }

  /** Learns the trials that were proposed, and those of earlier runs. */
  void remember(SearchView view) {
    if (tried.remember(view) || !earlier.equals(view.earlier())) {
      trials.clear();
      ascending.forEach(List::clear);
      earlier = view.earlier();
      earlierPoints = earlier.stream().map(one -> point(one.configuration())).toList();
      for (int i = 0; i < earlierPoints.size(); i++) {
        insert(-i);
      }
    }
    while (trials.size() < view.trial() - 1) {
      trials.add(point(view.configuration(trials.size() + 1)));
      insert(trials.size());
    }
  }

  private void insert(int trial) {
    for (int i = 0; i < axes.size(); i++) {
      int axis = i;
      List<Integer> order = ascending.get(axis);
      if (!Double.isNaN(point(trial)[axis])) {
        int place =
            Collections.binarySearch(
                order,
                trial,
                Comparator.<Integer>comparingDouble(one -> point(one)[axis])
                    .thenComparing(Comparator.naturalOrder()));
        order.add(-place - 1, trial);
      }
    }
  }

  /** The trials that have a coordinate on an axis, by it; those of the same one by number. */
  List<Integer> ascending(int axis) {
    return ascending.get(axis);
  }

  /**
   * The point of a trial that was proposed, or of one of an earlier run.
   *
   * @param trial as in {@link Standing}
   */
  double[] point(int trial) {
    return trial > 0 ? trials.get(trial - 1) : earlierPoints.get(earlierPoints.size() - 1 + trial);
  }

  /** Whether the configuration was proposed before. */
  boolean has(Configuration configuration) {
    return tried.has(configuration);
  }
}
