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

  /** The coordinates of a point that are of this branch; empty where it does not have them all. */
  Optional<double[]> part(double[] point) {
    double[] own = parameters.stream().mapToDouble(i -> point[i]).toArray();
    for (double coordinate : own) {
      if (Double.isNaN(coordinate)) {
        return Optional.empty();
      }
    }
    return Optional.of(own);
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
