package io.espalier.engine.trial;

/** Loops over the first numbers of arrays, which the virtual machine makes vectors of. */
final class Exponentials {
  /** Below it an exponential is taken as one of this, 1e-304, which no sum notices. */
  private static final double LEAST = -700;

  private static final double SHARE = 1.0 / 2048;

  private Exponentials() {}

  /**
   * y = exp(x − z) for x ≤ z, as the Taylor polynomial at (x − z)/2¹¹ squared eleven times, within
   * a relative 1e-12 while x − z is above −100. Only products and sums: the same bits everywhere.
   */
  static void ofDifferences(double[] x, double[] z, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      double r = Math.max(x[i] - z[i], LEAST) * SHARE;
      double fourth = 1.0 / 24 + r * (1.0 / 120 + r * (1.0 / 720 + r * (1.0 / 5040)));
      double p = 1 + r * (1 + r * (0.5 + r * (1.0 / 6 + r * fourth)));
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      y[i] = p * p;
    }
  }

  /** y = max(y, x). */
  static void raise(double[] y, double[] x, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(y[i], x[i]);
    }
  }

  /** y = y + x. */
  static void add(double[] y, double[] x, int n) {
    for (int i = 0; i < n; i++) {
      y[i] += x[i];
    }
  }

  /** y = y / x. */
  static void divide(double[] y, double[] x, int n) {
    for (int i = 0; i < n; i++) {
      y[i] /= x[i];
    }
  }
}
