package io.espalier.search.suggest;

import java.util.Arrays;
import java.util.List;

/**
 * Finds the scales of a Gaussian process: the largest marginal likelihood of values, the process's
 * variance being the one that suits them best (Rasmussen and Williams 2006, equations 2.30 and
 * 5.9), times priors. Length scales are log-normal and grow with the root of the number of axes
 * (Hvarfner, Hellsten and Nardi 2024), noise is log-normal about e⁻⁴. Climbs by the gradient's
 * signs (iRprop⁻, Igel and Hüsken 2000) for a fixed number of steps from a fixed place.
 */
final class GaussianFit {
  private static final int STEPS = 30;
  private static final double FIRST_STEP = 0.4;
  private static final double LONGEST_STEP = 1;
  private static final double LENGTH_VARIANCE = 3;
  private static final double NOISE_MEAN = -4;
  private static final double NOISE_VARIANCE = 4;
  private static final double LEAST_NOISE = StrictMath.log(1e-6);

  private final double[][][] squares;
  private final double[] values;
  private final double lengthMean;
  private double likelihood;
  private double variance;
  private double[] gradient;

  private GaussianFit(List<Axis> axes, double[][] points, double[] values) {
    this.values = values;
    int size = points.length;
    lengthMean = Math.sqrt(2) + 0.5 * StrictMath.log(axes.size());
    gradient = new double[axes.size() + 1];
    squares = new double[size][size][axes.size()];
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < i; k++) {
        for (int j = 0; j < axes.size(); j++) {
          squares[i][k][j] = GaussianProcess.square(axes.get(j), points[i][j], points[k][j]);
        }
      }
    }
  }

  /** The scales, and the variance of the process, that suit the values. */
  record Found(GaussianProcess.Scales scales, double variance) {}

  /**
   * Fits a process to values.
   *
   * @param points [observation, axis], NaN for coordinates that do not exist; at least one axis
   * @param values one per point, about 0
   */
  static Found fit(List<Axis> axes, double[][] points, double[] values) {
    return new GaussianFit(axes, points, values).climb(axes.size());
  }

  private Found climb(int axes) {
    double[] place = new double[axes + 1];
    Arrays.fill(place, 0, axes, lengthMean - LENGTH_VARIANCE);
    place[axes] = NOISE_MEAN;
    double[] steps = new double[axes + 1];
    Arrays.fill(steps, FIRST_STEP);
    double[] before = new double[axes + 1];
    double[] best = place.clone();
    double highest = Double.NEGATIVE_INFINITY;
    double itsVariance = 1;
    for (int step = 0; step < STEPS; step++) {
      evaluate(place);
      if (likelihood > highest) {
        highest = likelihood;
        best = place.clone();
        itsVariance = variance;
      }
      for (int j = 0; j <= axes; j++) {
        double turned = before[j] * gradient[j];
        steps[j] = turned < 0 ? steps[j] / 2 : Math.min(LONGEST_STEP, 1.2 * steps[j]);
        before[j] = turned < 0 ? 0 : gradient[j];
        place[j] += Math.signum(before[j]) * steps[j];
      }
      place[axes] = Math.max(LEAST_NOISE, place[axes]);
    }
    return new Found(scales(best), itsVariance);
  }

  /** From the logarithms of the length scales and of the noise. */
  private static GaussianProcess.Scales scales(double[] place) {
    int axes = place.length - 1;
    double[] inverse = new double[axes];
    for (int j = 0; j < axes; j++) {
      inverse[j] = StrictMath.exp(-2 * place[j]);
    }
    return new GaussianProcess.Scales(inverse, StrictMath.exp(place[axes]));
  }

  private void evaluate(double[] place) {
    GaussianProcess.Scales scales = scales(place);
    int size = values.length;
    int axes = scales.inverse().length;
    double[][] covariance = new double[size][size];
    double[][] slope = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < i; k++) {
        double square = 0;
        for (int j = 0; j < axes; j++) {
          square += scales.inverse()[j] * squares[i][k][j];
        }
        double distance = Math.sqrt(5 * square);
        double fading = StrictMath.exp(-distance);
        covariance[i][k] = (1 + distance + 5 * square / 3) * fading;
        slope[i][k] = 5.0 / 3 * (1 + distance) * fading;
      }
      covariance[i][i] = 1 + scales.noise();
    }
    Cholesky factor = new Cholesky(covariance);
    double[] weights = factor.solve(values);
    double fit = 0;
    for (int i = 0; i < size; i++) {
      fit += values[i] * weights[i];
    }
    variance = Math.max(1e-12, fit / size);
    likelihood = -0.5 * size * StrictMath.log(variance) - factor.halfLogDeterminant();
    gradient = new double[axes + 1];
    double[][] inverse = factor.inverse();
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < i; k++) {
        double pull = (weights[i] * weights[k] / variance - inverse[k][i]) * slope[i][k];
        for (int j = 0; j < axes; j++) {
          gradient[j] += pull * scales.inverse()[j] * squares[i][k][j];
        }
      }
      gradient[axes] += 0.5 * scales.noise() * (weights[i] * weights[i] / variance - inverse[i][i]);
    }
    addPriors(place);
  }

  private void addPriors(double[] place) {
    int axes = place.length - 1;
    for (int j = 0; j < axes; j++) {
      double off = place[j] - lengthMean;
      likelihood -= place[j] + off * off / (2 * LENGTH_VARIANCE);
      gradient[j] -= 1 + off / LENGTH_VARIANCE;
    }
    double off = place[axes] - NOISE_MEAN;
    likelihood -= off * off / (2 * NOISE_VARIANCE);
    gradient[axes] -= off / NOISE_VARIANCE;
  }
}
