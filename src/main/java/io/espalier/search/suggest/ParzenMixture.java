package io.espalier.search.suggest;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A density over coordinates: one kernel around each observation and, with the weight of one
 * observation, the even distribution. A kernel is a product over the axes: a normal distribution
 * cut to the domain, of a level that part of it which lies above the level's stretch; of a category
 * a share for itself and the rest for all (Aitchison and Aitken 1976).
 */
final class ParzenMixture {
  /** Weights of the even distribution, and of strays among categories, in observations. */
  private static final double EVEN = 1;

  /** e to minus half of it is nothing beside the even distribution. */
  private static final double FAR = 80;

  private static final double ROOT_OF_TWO_PI = StrictMath.sqrt(2 * StrictMath.PI);

  private final Axis[] axes;
  private final double[][] points;
  private final double[][] centres;
  private final double[][] widths;
  private final double[] weights;
  private final double[] factors;
  private final double even;
  private final double stray;

  /**
   * @param points coordinates of the observations, [observation, axis]
   * @param weights of the observations, above 0, of any sum
   * @param widths standard deviations as shares, [observation, axis]; of categories not used
   */
  ParzenMixture(List<Axis> axes, double[][] points, double[] weights, double[][] widths) {
    this.axes = axes.toArray(Axis[]::new);
    this.points = points;
    this.widths = widths;
    this.weights = weights.clone();
    centres = new double[points.length][];
    stray = EVEN / (points.length + 1);
    double sum = EVEN;
    for (double weight : weights) {
      sum += weight;
    }
    even = EVEN / sum;
    factors = new double[points.length];
    for (int i = 0; i < points.length; i++) {
      this.weights[i] /= sum;
      centres[i] = shares(points[i]);
      factors[i] = this.weights[i] * scale(i);
    }
  }

  private double[] shares(double[] point) {
    double[] shares = new double[point.length];
    for (int j = 0; j < shares.length; j++) {
      shares[j] = axes[j].share(point[j]);
    }
    return shares;
  }

  /** By what a kernel's product is multiplied so that it sums to 1. */
  private double scale(int kernel) {
    double scale = 1;
    for (int j = 0; j < axes.length; j++) {
      double width = widths[kernel][j];
      double centre = centres[kernel][j];
      if (axes[j].unordered()) {
        scale /= 1 + axes[j].levels() * stray;
      } else {
        scale /= Normal.below((1 - centre) / width) - Normal.below(-centre / width);
        scale /= axes[j].levels() == 0 ? width * ROOT_OF_TWO_PI : 1;
      }
    }
    return scale;
  }

  /** The density at coordinates: per unit of the shares, of levels and categories their share. */
  double density(double[] at) {
    double[] low = new double[axes.length];
    double[] high = new double[axes.length];
    double density = even;
    for (int j = 0; j < axes.length; j++) {
      if (axes[j].levels() > 0) {
        low[j] = axes[j].edge((int) at[j]);
        high[j] = axes[j].edge((int) at[j] + 1);
        density *= high[j] - low[j];
      }
    }
    for (int i = 0; i < points.length; i++) {
      density += kernel(i, at, low, high);
    }
    return density;
  }

  private double kernel(int kernel, double[] at, double[] low, double[] high) {
    double[] centre = centres[kernel];
    double[] width = widths[kernel];
    double product = factors[kernel];
    double squares = 0;
    for (int j = 0; j < axes.length; j++) {
      if (axes[j].unordered()) {
        product *= points[kernel][j] == at[j] ? 1 + stray : stray;
      } else if (axes[j].levels() > 0) {
        product *=
            Normal.below((high[j] - centre[j]) / width[j])
                - Normal.below((low[j] - centre[j]) / width[j]);
      } else {
        double distance = (at[j] - centre[j]) / width[j];
        squares += distance * distance;
      }
    }
    return squares > FAR ? 0 : squares == 0 ? product : product * StrictMath.exp(-0.5 * squares);
  }

  /** Draws coordinates. */
  double[] draw(SplittableRandom random) {
    double left = random.nextDouble() - even;
    int kernel = -1;
    while (left >= 0 && kernel < points.length - 1) {
      kernel++;
      left -= weights[kernel];
    }
    double[] drawn = new double[axes.length];
    for (int j = 0; j < drawn.length; j++) {
      drawn[j] = kernel < 0 ? axes[j].coordinate(random.nextDouble()) : around(kernel, j, random);
    }
    return drawn;
  }

  private double around(int kernel, int axis, SplittableRandom random) {
    if (axes[axis].unordered()) {
      int levels = axes[axis].levels();
      return random.nextDouble() * (1 + levels * stray) < 1
          ? points[kernel][axis]
          : random.nextInt(levels);
    }
    double share;
    do {
      share = centres[kernel][axis] + widths[kernel][axis] * Normal.draw(random);
    } while (share < 0 || share >= 1);
    return axes[axis].coordinate(share);
  }
}
