package io.espalier.search.suggest;

import io.espalier.search.suggest.GaussianProcess.Prediction;
import org.apache.commons.math3.special.Erf;

/**
 * How much below the least known value a value is expected to be (Jones, Schonlau and Welch 1998,
 * equation 15), as a logarithm, so that even hopeless points can be compared (Ament et al. 2023).
 */
record ExpectedImprovement(double least) {
  /** Below it the expectation is taken from its asymptotic series. */
  private static final double FAR = -6;

  private static final double HALF_LOG_TWO_PI = 0.5 * StrictMath.log(2 * StrictMath.PI);

  /** The logarithm of the expected improvement. */
  double logarithm(Prediction prediction) {
    double z = (least - prediction.mean()) / prediction.deviation();
    double improvement;
    if (z > FAR) {
      double below = 0.5 * Erf.erfc(-z / StrictMath.sqrt(2));
      improvement = StrictMath.log(Normal.density(z) + z * below);
    } else {
      improvement = -0.5 * z * z - HALF_LOG_TWO_PI - 2 * StrictMath.log(-z);
    }
    return improvement + StrictMath.log(prediction.deviation());
  }
}
