package io.espalier.data.generate;

import java.util.SplittableRandom;

/** Random numbers that are the same on every machine and Java release. */
final class Chance {
  private final SplittableRandom random;

  Chance(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A number in {@code [low, high)}. */
  double between(double low, double high) {
    return low + (high - low) * unit();
  }

  /** True with the given probability. */
  boolean with(double probability) {
    return unit() < probability;
  }

  /** 0 to {@code bound} − 1. */
  int below(int bound) {
    return (int) (unit() * bound);
  }

  /** Normal with mean 0 and standard deviation 1 (Box and Muller 1958). */
  double gaussian() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit()));
    return radius * StrictMath.cos(2 * StrictMath.PI * unit());
  }

  /** 53 random bits as a number in {@code [0, 1)}. */
  private double unit() {
    return (random.nextLong() >>> 11) * 0x1.0p-53;
  }
}
