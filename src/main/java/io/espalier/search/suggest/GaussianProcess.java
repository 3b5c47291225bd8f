package io.espalier.search.suggest;

import java.util.Arrays;
import java.util.List;

/**
 * A Gaussian process over points of a space: mean 0, Matérn's covariance with ν = 5/2 and a length
 * scale for every axis, and noise (Rasmussen and Williams 2006, equations 2.25, 2.26 and 4.17).
 * Points differ on an axis by their shares; categories, and a coordinate that exists in one of the
 * two only, by 1.
 */
final class GaussianProcess {
  private static final double ROOT_OF_FIVE = Math.sqrt(5);

  private final List<Axis> axes;
  private final double[][] points;
  private final Scales scales;
  private final Cholesky factor;
  private final double[] weights;
  private final double variance;

  /**
   * What a process is shaped by.
   *
   * @param inverse 1/ℓ² of every axis
   * @param noise its variance, as a share of the process's
   */
  record Scales(double[] inverse, double noise) {}

  /** A prediction: the mean and the standard deviation of the value without noise. */
  record Prediction(double mean, double deviation) {}

  /**
   * The process after some values.
   *
   * @param points [observation, axis], NaN for coordinates that do not exist
   * @param values one per point, about 0
   * @param variance the process's own
   */
  GaussianProcess(
      List<Axis> axes, double[][] points, double[] values, Scales scales, double variance) {
    this.axes = axes;
    this.points = points;
    this.scales = scales;
    this.variance = variance;
    double[][] covariance = new double[points.length][points.length];
    for (int i = 0; i < points.length; i++) {
      for (int j = 0; j < i; j++) {
        covariance[i][j] = matern(squaredDistance(points[i], points[j]));
      }
      covariance[i][i] = 1 + scales.noise();
    }
    factor = new Cholesky(covariance);
    weights = factor.solve(values);
  }

  private double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      double difference = difference(axes.get(j), a[j], b[j]);
      sum += scales.inverse()[j] * difference * difference;
    }
    return sum;
  }

  /** By how much two coordinates differ, at most 1. */
  static double difference(Axis axis, double a, double b) {
    if (a == b || Double.isNaN(a) && Double.isNaN(b)) {
      return 0;
    }
    return axis.unordered() || Double.isNaN(a) || Double.isNaN(b)
        ? 1
        : axis.share(a) - axis.share(b);
  }

  /**
   * Matérn's covariance with variance 1.
   *
   * @param square r²
   */
  static double matern(double square) {
    double distance = ROOT_OF_FIVE * Math.sqrt(square);
    return (1 + distance + 5 * square / 3) * StrictMath.exp(-distance);
  }

  /** The value at a point. */
  Prediction at(double[] point) {
    double[] covariance = covariance(point);
    double known = Arrays.stream(factor.half(covariance)).map(one -> one * one).sum();
    double unknown = variance * Math.max(1e-12, 1 - known);
    return new Prediction(mean(covariance, weights), Math.sqrt(unknown));
  }

  /** The mean of the value at a point. */
  double mean(double[] point) {
    return mean(covariance(point), weights);
  }

  private double[] covariance(double[] point) {
    double[] covariance = new double[points.length];
    for (int i = 0; i < points.length; i++) {
      covariance[i] = matern(squaredDistance(point, points[i]));
    }
    return covariance;
  }

  private static double mean(double[] covariance, double[] weights) {
    double mean = 0;
    for (int i = 0; i < weights.length; i++) {
      mean += covariance[i] * weights[i];
    }
    return mean;
  }
}
