package io.espalier.search.suggest;

import java.util.Arrays;
import java.util.List;

/**
 * A Gaussian process over points of a space: mean 0, Matérn's covariance with ν = 5/2 and a length
 * scale for every axis, and noise (Rasmussen and Williams 2006, equations 2.25, 2.26 and 4.17).
 * Categories are at distance 1 of each other. Where a coordinate exists in one of two points only,
 * the other lies beside the middle of the axis, at distance 1 of its ends: so all distances are
 * those of a Euclidean space, without which the covariance would be none (Hutter and Osborne 2013).
 */
final class GaussianProcess {
  private static final double ROOT_OF_FIVE = Math.sqrt(5);
  private static final double MIDDLE = 0.5;

  /** Instead of noise, so that rounding does no harm. */
  private static final double EXACT = 1e-6;

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
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Scales(double[] inverse, double noise) {}

  /** A prediction: the mean and the standard deviation of the value without noise. */
  record Prediction(double mean, double deviation) {}

  /**
   * The process after some values.
   *
   * @param points [observation, axis], NaN for coordinates that do not exist
   * @param values one per point, about 0
   * @param noisy so many of them, the first ones, have noise
   * @param variance the process's own
   */
  GaussianProcess(
      List<Axis> axes,
      double[][] points,
      double[] values,
      int noisy,
      Scales scales,
      double variance) {
    this.axes = axes;
    this.points = points;
    this.scales = scales;
    this.variance = variance;
    double[][] covariance = new double[points.length][points.length];
    for (int i = 0; i < points.length; i++) {
      for (int j = 0; j < i; j++) {
        covariance[i][j] = matern(squaredDistance(points[i], points[j]));
      }
      covariance[i][i] = 1 + (i < noisy ? scales.noise() : EXACT);
    }
    factor = new Cholesky(covariance);
    weights = factor.solve(values);
  }

  private double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += scales.inverse()[j] * square(axes.get(j), a[j], b[j]);
    }
    return sum;
  }

  /** The square of the distance of two coordinates, at most 1. */
  static double square(Axis axis, double a, double b) {
    boolean noA = Double.isNaN(a);
    boolean noB = Double.isNaN(b);
    if (a == b || (noA && noB)) {
      return 0;
    }
    if (axis.unordered()) {
      return 1;
    }
    double along = (noA ? MIDDLE : axis.share(a)) - (noB ? MIDDLE : axis.share(b));
    return along * along + (noA || noB ? 1 - MIDDLE * MIDDLE : 0);
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
