package io.espalier.search.suggest;

import java.util.SplittableRandom;
import org.apache.commons.math3.special.Erf;

/** The standard normal distribution, the same to the last bit on every machine. */
final class Normal {
  private static final double FARTHEST = 8;
  private static final int PER_UNIT = 512;
  private static final double[] BELOW = table();

  private Normal() {}

  /** Φ by Simpson's rule over the density, from the middle outwards. */
  private static double[] table() {
    int half = (int) (FARTHEST * PER_UNIT);
    double[] table = new double[2 * half + 2];
    double step = 1.0 / PER_UNIT;
    double sum = 0.5;
    for (int i = 0; i <= half; i++) {
      table[half + i] = sum;
      table[half - i] = 1 - sum;
      double at = i * step;
      sum += step / 6 * (density(at) + 4 * density(at + step / 2) + density(at + step));
    }
    table[2 * half + 1] = table[2 * half];
    return table;
  }

  /** φ(z). */
  static double density(double z) {
    return StrictMath.exp(-0.5 * z * z) / StrictMath.sqrt(2 * StrictMath.PI);
  }

  /** Φ⁻¹(p). */
  static double quantile(double p) {
    return StrictMath.sqrt(2) * Erf.erfInv(2 * p - 1);
  }

  /** Φ(z), to 1e-6. */
  static double below(double z) {
    double place = (Math.max(-FARTHEST, Math.min(FARTHEST, z)) + FARTHEST) * PER_UNIT;
    int index = (int) place;
    return BELOW[index] + (place - index) * (BELOW[index + 1] - BELOW[index]);
  }

  /** A random number of it (Box and Muller 1958). */
  static double draw(SplittableRandom random) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
  }
}
