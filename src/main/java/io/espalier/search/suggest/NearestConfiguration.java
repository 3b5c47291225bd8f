package io.espalier.search.suggest;

import io.espalier.search.space.SearchSpace;
import io.espalier.wire.Configuration;
import java.util.List;

/**
 * Which of some configurations is nearest to another one. The distance is the sum over the
 * parameters of a space: of numbers the difference of their shares of the domain, 1 between two
 * categories and where a parameter applies to one of both alone.
 */
public final class NearestConfiguration {
  private final Encoding encoding;
  private final List<double[]> points;

  /**
   * Among these configurations.
   *
   * @param configurations at least one
   */
  public NearestConfiguration(SearchSpace space, List<Configuration> configurations) {
    if (configurations.isEmpty()) {
      throw new IllegalArgumentException("nothing is nearest among no configurations");
    }
    encoding = new Encoding(space);
    points = configurations.stream().map(encoding::point).toList();
  }

  /** The index of the nearest one; of several the first. */
  public int to(Configuration configuration) {
    double[] target = encoding.point(configuration);
    int nearest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < points.size(); i++) {
      double distance = distance(points.get(i), target);
      if (distance < least) {
        least = distance;
        nearest = i;
      }
    }
    return nearest;
  }

  private double distance(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      boolean missing = Double.isNaN(one[i]);
      if (missing || Double.isNaN(other[i])) {
        sum += missing && Double.isNaN(other[i]) ? 0 : 1;
      } else {
        Axis axis = encoding.axes().get(i);
        sum +=
            axis.unordered()
                ? one[i] == other[i] ? 0 : 1
                : Math.abs(axis.share(one[i]) - axis.share(other[i]));
      }
    }
    return sum;
  }
}
