package io.espalier.search.suggest;

import io.espalier.wire.Seeds;
import io.espalier.wire.Seeds.Purpose;
import java.util.SplittableRandom;

/**
 * Latin hypercubes (McKay, Beckman and Conover 1979), one after the other: among the points of one
 * each of as many equal slices of every dimension has exactly one.
 */
final class LatinHypercube implements PointSequence {
  private final int dimensions;
  private final int points;

  /**
   * @param points of one hypercube
   */
  LatinHypercube(int dimensions, int points) {
    this.dimensions = dimensions;
    this.points = points;
  }

  @Override
  public double[] point(long seed, int index) {
    int cube = index / points;
    SplittableRandom random = new SplittableRandom(Seeds.seed(seed, Purpose.SEARCH, index));
    double[] point = new double[dimensions];
    for (int i = 0; i < dimensions; i++) {
      int[] slices = Seeds.permutation(Seeds.seed(seed, Purpose.SEARCH, cube, i), points);
      point[i] = (slices[index % points] + random.nextDouble()) / points;
    }
    return point;
  }
}
