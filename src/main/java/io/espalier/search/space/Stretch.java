package io.espalier.search.space;

/**
 * The shares of a domain at which one value lies, as {@link Domain#at} has them.
 *
 * @param from in [0, 1]
 * @param to in [from, 1]; equal to {@code from} for a number of a range in which every share is
 *     another number
 */
public record Stretch(double from, double to) {
  /** The share in the middle, of which {@link Domain#at} gives the value again. */
  public double middle() {
    return 0.5 * (from + to);
  }

  /** The stretches of evenly spread values, from the index {@code first} to {@code last}. */
  static Stretch even(long first, long last, long count) {
    return new Stretch((double) first / count, (double) (last + 1) / count);
  }
}
