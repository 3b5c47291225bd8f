package io.espalier.search.suggest;

import io.espalier.search.space.Parameter;
import io.espalier.search.space.SearchSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a space that exist under the same condition.
 *
 * @param parameters their indexes in the space, at least one
 */
record Branch(List<Integer> parameters) {
  /** The branches of a space; the one that holds another's condition comes before it. */
  static List<Branch> of(SearchSpace space) {
    Map<Optional<Parameter.Condition>, List<Integer>> branches = new LinkedHashMap<>();
    for (int i = 0; i < space.parameters().size(); i++) {
      Optional<Parameter.Condition> condition = space.parameters().get(i).condition();
      branches.computeIfAbsent(condition, none -> new ArrayList<>()).add(i);
    }
    return branches.values().stream().map(Branch::new).toList();
  }

  /** Whether a point has all coordinates of this branch. */
  boolean whole(double[] point) {
    for (int parameter : parameters) {
      if (Double.isNaN(point[parameter])) {
        return false;
      }
    }
    return true;
  }

  /** The axes of its parameters. */
  List<Axis> axes(Encoding encoding) {
    return parameters.stream().map(encoding.axes()::get).toList();
  }

  /** The coordinates of trials, [axis of this branch, trial]. */
  double[][] coordinates(Encoding encoding, List<Integer> trials) {
    double[][] coordinates = new double[parameters.size()][trials.size()];
    for (int i = 0; i < trials.size(); i++) {
      double[] point = encoding.point(trials.get(i));
      for (int j = 0; j < coordinates.length; j++) {
        coordinates[j][i] = point[parameters.get(j)];
      }
    }
    return coordinates;
  }

  /** The places of trials in their list, by coordinate, [axis of this branch, rank]. */
  int[][] ascending(Encoding encoding, List<Integer> trials) {
    int least = trials.stream().mapToInt(trial -> trial).min().orElse(0);
    int most = trials.stream().mapToInt(trial -> trial).max().orElse(0);
    int[] places = new int[most - least + 1];
    for (int i = 0; i < trials.size(); i++) {
      places[trials.get(i) - least] = i + 1;
    }
    int[][] ascending = new int[parameters.size()][trials.size()];
    for (int j = 0; j < ascending.length; j++) {
      int rank = 0;
      for (int trial : encoding.ascending(parameters.get(j))) {
        if (trial >= least && trial <= most && places[trial - least] > 0) {
          ascending[j][rank++] = places[trial - least] - 1;
        }
      }
    }
    return ascending;
  }

  /** A point with the coordinates of this branch put in. */
  double[] into(double[] point, double[] own) {
    double[] whole = point.clone();
    for (int i = 0; i < own.length; i++) {
      whole[parameters.get(i)] = own[i];
    }
    return whole;
  }
}
