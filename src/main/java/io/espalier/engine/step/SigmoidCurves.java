package io.espalier.engine.step;

/**
 * The hyperbolic tangent and the logistic function of many numbers of single precision, in loops
 * that the virtual machine makes vectors of: sums, products and a quotient, which give the same
 * bits on every machine.
 *
 * <p>With u = x/2, tanh u = n/d for a rational function n/d, of degrees 7 and 6, whose relative
 * error is at most 2.4·10⁻⁸ for |u| ≤ 4.51 (fitted by weighted least squares until the error's
 * peaks were even), and tanh x = 2·n·d/(d² + n²), in which the rounding of n and d cancels where
 * the tangent is near ±1. The whole error is at most 2·10⁻⁷.
 */
final class SigmoidCurves {
  /** Half of where the tangent is 1 in single precision. */
  private static final float MOST = 4.51f;

  private SigmoidCurves() {}

  /** x ← tanh(x + b). */
  static void tangent(float[] x, float[] b, int count) {
    for (int i = 0; i < count; i++) {
      float u = Math.max(-MOST, Math.min(MOST, 0.5f * (x[i] + b[i])));
      float s = u * u;
      float n = u * (((5.4913858e-6f * s + 2.5568479e-3f) * s + 0.12595484f) * s + 1f);
      float d = ((1.7497363e-4f * s + 2.2319946e-2f) * s + 0.4592879f) * s + 1f;
      float product = n * d;
      x[i] = (product + product) / (d * d + n * n);
    }
  }

  /** x ← 1/(1 + exp(−x − b)), as (1 + tanh((x + b)/2))/2. */
  static void logistic(float[] x, float[] b, int count) {
    for (int i = 0; i < count; i++) {
      float u = Math.max(-MOST, Math.min(MOST, 0.25f * (x[i] + b[i])));
      float s = u * u;
      float n = u * (((5.4913858e-6f * s + 2.5568479e-3f) * s + 0.12595484f) * s + 1f);
      float d = ((1.7497363e-4f * s + 2.2319946e-2f) * s + 0.4592879f) * s + 1f;
      x[i] = 0.5f + n * d / (d * d + n * n);
    }
  }
}
