package io.espalier.search.space;

/** Which numbers of a range a grid takes. */
public sealed interface Spacing {
  /** Most numbers that one range gives a grid. */
  int MAXIMUM_POINTS = 1_000_000;

  /**
   * From the minimum on by a step: on a linear scale the difference of neighbours (above 0), on a
   * logarithmic scale their ratio (above 1). The maximum is one of them only if a step meets it.
   */
  record Step(double step) implements Spacing {
    public Step {
      Domain.check(
          step > 0 && Double.isFinite(step), "step must be a finite number above 0, not " + step);
    }
  }

  /** So many numbers, evenly spread on the range's scale, from the minimum to the maximum. */
  record Points(int points) implements Spacing {
    public Points {
      Domain.check(
          points >= 2 && points <= MAXIMUM_POINTS,
          "points must lie in 2 to " + MAXIMUM_POINTS + ", not " + points);
    }
  }

  /**
   * Nothing said. A linear range of whole numbers then gives a grid all of them; other ranges have
   * no grid.
   */
  record Unspaced() implements Spacing {}
}
