package io.espalier.wire;

import java.util.List;

/**
 * Published functions that searchers are tried on. All are to be minimised; values are the same bit
 * for bit on every machine.
 */
public enum TestFunction {
  /**
   * Branin's, of 2 numbers, usually in [−5, 10] × [0, 15]; at least 0.397887 (Dixon and Szegö
   * 1978).
   */
  BRANIN(2, 2) {
    @Override
    double of(double[] x) {
      double first = x[1] - 5.1 / (4 * Math.PI * Math.PI) * x[0] * x[0] + 5 / Math.PI * x[0] - 6;
      return first * first + 10 * (1 - 1 / (8 * Math.PI)) * StrictMath.cos(x[0]) + 10;
    }
  },
  /** Hartmann's of 6 numbers in [0, 1]; at least −3.32237 (Dixon and Szegö 1978). */
  HARTMANN_6(6, 6) {
    @Override
    double of(double[] x) {
      double sum = 0;
      for (int i = 0; i < HARTMANN_HEIGHTS.length; i++) {
        double distance = 0;
        for (int j = 0; j < x.length; j++) {
          double apart = x[j] - HARTMANN_CENTRES[i][j];
          distance += HARTMANN_WIDTHS[i][j] * apart * apart;
        }
        sum -= HARTMANN_HEIGHTS[i] * StrictMath.exp(-distance);
      }
      return sum;
    }
  },
  /** Σxᵢ², of any numbers; at least 0, where all are 0. */
  SPHERE(1, Integer.MAX_VALUE) {
    @Override
    double of(double[] x) {
      double sum = 0;
      for (double number : x) {
        sum += number * number;
      }
      return sum;
    }
  },
  /**
   * Σ 100·(xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)², of 2 numbers or more, usually in [−5, 10]; at least 0, where
   * all are 1 (Rosenbrock 1960).
   */
  ROSENBROCK(2, Integer.MAX_VALUE) {
    @Override
    double of(double[] x) {
      double sum = 0;
      for (int i = 0; i + 1 < x.length; i++) {
        double bend = x[i + 1] - x[i] * x[i];
        sum += 100 * bend * bend + (1 - x[i]) * (1 - x[i]);
      }
      return sum;
    }
  },
  /**
   * Σ xᵢ² − 10·cos(2πxᵢ) + 10, usually in [−5.12, 5.12]; at least 0, where all are 0, with a local
   * minimum near every whole number (Rastrigin 1974).
   */
  RASTRIGIN(1, Integer.MAX_VALUE) {
    @Override
    double of(double[] x) {
      double sum = 0;
      for (double number : x) {
        sum += number * number - 10 * StrictMath.cos(2 * Math.PI * number) + 10;
      }
      return sum;
    }
  };

  private static final double[] HARTMANN_HEIGHTS = {1.0, 1.2, 3.0, 3.2};
  private static final double[][] HARTMANN_WIDTHS = {
    {10, 3, 17, 3.5, 1.7, 8},
    {0.05, 10, 17, 0.1, 8, 14},
    {3, 3.5, 1.7, 10, 17, 8},
    {17, 8, 0.05, 10, 0.1, 14}
  };
  private static final double[][] HARTMANN_CENTRES = {
    {0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
    {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
    {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
    {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}
  };

  private final int fewest;
  private final int most;

  TestFunction(int fewest, int most) {
    this.fewest = fewest;
    this.most = most;
  }

  abstract double of(double[] x);

  /** How few numbers it takes. */
  public int fewest() {
    return fewest;
  }

  /** How many numbers it takes at most; {@link Integer#MAX_VALUE} for any. */
  public int most() {
    return most;
  }

  /**
   * Its value.
   *
   * @param x from {@link #fewest} to {@link #most} finite numbers
   */
  public double value(List<Double> x) {
    Check.that(
        x.size() >= fewest && x.size() <= most,
        "%s is a function of %s numbers, not of %d",
        name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
        fewest == most ? Integer.toString(fewest) : "at least " + fewest,
        x.size());
    return of(x.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
