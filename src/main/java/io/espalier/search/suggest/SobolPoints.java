package io.espalier.search.suggest;

import io.espalier.wire.Seeds;
import io.espalier.wire.Seeds.Purpose;
import java.util.SplittableRandom;
import org.apache.commons.math3.random.SobolSequenceGenerator;

/**
 * Sobol's sequence (Sobol 1967; directions by Joe and Kuo 2008), moved as a whole by a random
 * vector, modulo 1 (Cranley and Patterson 1976), so that each seed has another one. Its first point
 * without that move, the origin, is left out.
 */
final class SobolPoints implements PointSequence {
  /** Most dimensions for which there are directions. */
  static final int MOST_DIMENSIONS = 1_000;

  private final int dimensions;
  private final SobolSequenceGenerator sequence;

  SobolPoints(int dimensions) {
    this.dimensions = dimensions;
    sequence = new SobolSequenceGenerator(Math.max(1, Math.min(MOST_DIMENSIONS, dimensions)));
  }

  /** Dimensions beyond the {@value #MOST_DIMENSIONS}th are drawn at random. */
  @Override
  public double[] point(long seed, int index) {
    SplittableRandom move = new SplittableRandom(Seeds.seed(seed, Purpose.SEARCH));
    SplittableRandom beyond = new SplittableRandom(Seeds.seed(seed, Purpose.SEARCH, index));
    double[] even = sequence.skipTo(index + 1);
    double[] point = new double[dimensions];
    for (int i = 0; i < dimensions; i++) {
      double moved = move.nextDouble() + (i < even.length ? even[i] : beyond.nextDouble());
      point[i] = moved < 1 ? moved : moved - 1;
    }
    return point;
  }
}
