package io.espalier.search.suggest;

import java.util.Arrays;
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

  /** A product that is so small beside the even distribution does not count. */
  private static final double NOTHING = 1e-20;

  private static final double ROOT_OF_TWO_PI = StrictMath.sqrt(2 * StrictMath.PI);

  private final Axis[] axes;
  private final double[] weights;
  private final double even;
  private final double stray;

  /** Of the kernels, [axis, kernel]. */
  private final double[][] coordinates;

  private final double[][] centres;
  private final double[][] widths;

  /** 1 / width, since a product takes a fraction of a division's time. */
  private final double[][] narrowness;

  /** Of axes with levels: kernels that are the same along one have the same number. */
  private final int[][] groups;

  /** A kernel of each group, [axis, group]. */
  private final int[][] firsts;

  /** By what the kernels' products are multiplied: the weight, and what makes their sum 1. */
  private final double[] factors;

  /**
   * @param points coordinates of the observations, [axis, observation]
   * @param weights of the observations, above 0, of any sum
   * @param widths standard deviations as shares, [axis, observation]; of categories not used
   */
  ParzenMixture(List<Axis> axes, double[][] points, double[] weights, double[][] widths) {
    this.axes = axes.toArray(Axis[]::new);
    this.weights = weights.clone();
    coordinates = points;
    this.widths = widths;
    centres = new double[this.axes.length][weights.length];
    narrowness = new double[this.axes.length][weights.length];
    groups = new int[this.axes.length][weights.length];
    firsts = new int[this.axes.length][];
    stray = EVEN / (weights.length + 1);
    double sum = EVEN;
    for (double weight : weights) {
      sum += weight;
    }
    even = EVEN / sum;
    for (int i = 0; i < weights.length; i++) {
      this.weights[i] /= sum;
    }
    double[] scales = new double[weights.length];
    Arrays.fill(scales, 1);
    for (int j = 0; j < this.axes.length; j++) {
      for (int i = 0; i < weights.length; i++) {
        centres[j][i] = this.axes[j].share(coordinates[j][i]);
        narrowness[j][i] = 1 / widths[j][i];
      }
      firsts[j] = group(j, groups[j]);
      scale(j, scales);
    }
    factors = new double[weights.length];
    Arrays.setAll(factors, i -> this.weights[i] * scales[i]);
  }

  /** Numbers the groups along an axis with levels; the first kernel of each. */
  private int[] group(int axis, int[] group) {
    int[] found = new int[group.length];
    int count = 0;
    int[] newest = new int[axes[axis].levels()];
    Arrays.fill(newest, -1);
    for (int i = 0; i < group.length && newest.length > 0; i++) {
      int level = (int) coordinates[axis][i];
      int same = newest[level];
      if (same < 0 || widths[axis][found[same]] != widths[axis][i]) {
        same = count++;
        found[same] = i;
        newest[level] = same;
      }
      group[i] = same;
    }
    return Arrays.copyOf(found, count);
  }

  /** Multiplies by what makes the kernels' sum along an axis 1. */
  private void scale(int axis, double[] scales) {
    if (axes[axis].unordered()) {
      double sum = 1 + axes[axis].levels() * stray;
      for (int i = 0; i < scales.length; i++) {
        scales[i] /= sum;
      }
    } else if (axes[axis].levels() > 0) {
      double[] masses = masses(axis, 0, 1);
      for (int i = 0; i < scales.length; i++) {
        scales[i] /= masses[groups[axis][i]];
      }
    } else {
      for (int i = 0; i < scales.length; i++) {
        scales[i] /= mass(axis, i, 0, 1) * widths[axis][i] * ROOT_OF_TWO_PI;
      }
    }
  }

  /** How much of a kernel, as if it was not cut, lies between two shares. */
  private double mass(int axis, int kernel, double low, double high) {
    double centre = centres[axis][kernel];
    double narrow = narrowness[axis][kernel];
    return Normal.below((high - centre) * narrow) - Normal.below((low - centre) * narrow);
  }

  /** The same of each group of kernels. */
  private double[] masses(int axis, double low, double high) {
    double[] masses = new double[firsts[axis].length];
    Arrays.setAll(masses, group -> mass(axis, firsts[axis][group], low, high));
    return masses;
  }

  /** The density at coordinates: per unit of the shares, of levels and categories their share. */
  double density(double[] at) {
    double[] products = factors.clone();
    double density = even;
    for (int j = 0; j < axes.length; j++) {
      if (axes[j].levels() > 0) {
        double low = axes[j].edge((int) at[j]);
        double high = axes[j].edge((int) at[j] + 1);
        density *= high - low;
        if (axes[j].unordered()) {
          multiplyByCategory(products, j, at[j]);
        } else {
          multiplyByLevel(products, j, low, high);
        }
      }
    }
    double least = density * NOTHING;
    for (int i = 0; i < products.length; i++) {
      if (products[i] > least) {
        density += products[i] * byDistance(i, at);
      }
    }
    return density;
  }

  /** What a kernel is multiplied by along the continuous axes. */
  private double byDistance(int kernel, double[] at) {
    double squares = 0;
    for (int j = 0; j < axes.length && squares <= FAR; j++) {
      if (axes[j].levels() == 0) {
        double distance = (at[j] - centres[j][kernel]) * narrowness[j][kernel];
        squares += distance * distance;
      }
    }
    return squares == 0 ? 1 : squares > FAR ? 0 : StrictMath.exp(-0.5 * squares);
  }

  private void multiplyByCategory(double[] products, int axis, double at) {
    double[] category = coordinates[axis];
    for (int i = 0; i < products.length; i++) {
      products[i] *= category[i] == at ? 1 + stray : stray;
    }
  }

  private void multiplyByLevel(double[] products, int axis, double low, double high) {
    double[] masses = masses(axis, low, high);
    int[] group = groups[axis];
    for (int i = 0; i < products.length; i++) {
      products[i] *= masses[group[i]];
    }
  }

  /** Draws coordinates. */
  double[] draw(SplittableRandom random) {
    double left = random.nextDouble() - even;
    int kernel = -1;
    while (left >= 0 && kernel < weights.length - 1) {
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
          ? coordinates[axis][kernel]
          : random.nextInt(levels);
    }
    double share;
    do {
      share = centres[axis][kernel] + widths[axis][kernel] * Normal.draw(random);
    } while (share < 0 || share >= 1);
    return axes[axis].coordinate(share);
  }
}
