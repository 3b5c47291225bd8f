package io.espalier.search.suggest;

import io.espalier.wire.Seeds;
import io.espalier.wire.Seeds.Purpose;
import java.util.SplittableRandom;
import org.apache.commons.math3.random.SobolSequenceGenerator;

/**
 * Sobol's sequence (Sobol 1967; directions by Joe and Kuo 2008). The binary digits of all points
 * are turned over at the same random places, another choice for each seed, which leaves the
 * sequence as even as it is (digital shift; L'Ecuyer and Lemieux 2002, section 4.2).
 */
final class SobolPoints implements PointSequence {
  /** Most dimensions for which there are directions. */
  static final int MOST_DIMENSIONS = 1_000;

  /** Binary digits that the generator's numbers have. */
  private static final int DIGITS = 52;

  private static final double ONE = 0x1p52;

  private final int dimensions;
  private final SobolSequenceGenerator sequence;

  SobolPoints(int dimensions) {
    this.dimensions = dimensions;
    sequence = new SobolSequenceGenerator(Math.max(1, Math.min(MOST_DIMENSIONS, dimensions)));
  }

  /** Dimensions beyond the {@value #MOST_DIMENSIONS}th are drawn at random. */
  @Override
  public double[] point(long seed, int index) {
    SplittableRandom shift = new SplittableRandom(Seeds.seed(seed, Purpose.SEARCH));
    SplittableRandom beyond = new SplittableRandom(Seeds.seed(seed, Purpose.SEARCH, index));
    double[] even = sequence.skipTo(index);
    double[] point = new double[dimensions];
    for (int i = 0; i < dimensions; i++) {
      long turned = shift.nextLong() >>> (Long.SIZE - DIGITS);
      point[i] = i < even.length ? ((long) (even[i] * ONE) ^ turned) / ONE : beyond.nextDouble();
    }
    return point;
  }
}
