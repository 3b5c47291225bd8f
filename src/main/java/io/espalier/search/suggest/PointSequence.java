package io.espalier.search.suggest;

/** A sequence of points in [0, 1)ᵈ that fill it evenly. */
interface PointSequence {
  /**
   * One of its points, a function of the arguments.
   *
   * @param index from 0
   * @return one number per dimension
   */
  double[] point(long seed, int index);
}
