package io.espalier.search.space;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * The numbers a grid takes of a range. Computed numbers are rounded to 12 significant digits, so
 * that 1e-4 to 1e-1 in four points reads 1.0E-4, 0.001, 0.01, 0.1.
 */
record RangePoints(double minimum, double maximum, Scale scale, Spacing spacing) {
  private static final MathContext TIDY = new MathContext(12);

  /** Share of a step by which the last one may miss the maximum because of rounding. */
  private static final double TOLERANCE = 1e-9;

  RangePoints {
    Domain.check(
        Double.isFinite(minimum) && Double.isFinite(maximum) && minimum < maximum,
        "the minimum must be below the maximum, not " + text(minimum) + " and " + text(maximum));
    Domain.check(
        scale == Scale.LINEAR || minimum > 0,
        "scale = log needs a minimum above 0, not " + text(minimum));
    Domain.check(
        scale == Scale.LINEAR || !(spacing instanceof Spacing.Step step) || step.step() > 1,
        "with scale = log the step is a ratio and must be above 1");
  }

  /** How many numbers there are before rounding to whole ones; {@link Long#MAX_VALUE} for more. */
  long count() {
    if (spacing instanceof Spacing.Step step) {
      double steps =
          scale == Scale.LOG
              ? (Math.log(maximum) - Math.log(minimum)) / Math.log(step.step()) + TOLERANCE
              : decimal(maximum)
                  .subtract(decimal(minimum))
                  .divide(decimal(step.step()), 40, RoundingMode.FLOOR)
                  .doubleValue();
      return steps >= Long.MAX_VALUE ? Long.MAX_VALUE : (long) Math.floor(steps) + 1;
    }
    if (spacing instanceof Spacing.Points points) {
      return points.points();
    }
    throw new IllegalStateException("a range without step or points has no grid");
  }

  /** The number at an index from 0. */
  double value(long index) {
    if (spacing instanceof Spacing.Step step) {
      return scale == Scale.LOG
          ? Math.min(maximum, tidy(minimum * Math.pow(step.step(), (double) index)))
          : decimal(minimum)
              .add(decimal(step.step()).multiply(BigDecimal.valueOf(index)))
              .doubleValue();
    }
    long last = count() - 1;
    if (index == 0 || index == last) {
      return index == 0 ? minimum : maximum;
    }
    return scale == Scale.LOG ? logarithmic(index, last) : linear(index, last);
  }

  /**
   * The shares of the numbers that a rounding takes to a value; empty if there is none.
   *
   * @param rounded never falls
   */
  Optional<Stretch> stretch(double value, DoubleUnaryOperator rounded) {
    long first = firstNotBelow(value, rounded);
    long next = firstNotBelow(Math.nextUp(value), rounded);
    return first == next ? Optional.empty() : Optional.of(Stretch.even(first, next - 1, count()));
  }

  private long firstNotBelow(double value, DoubleUnaryOperator rounded) {
    long low = 0;
    long high = count();
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (rounded.applyAsDouble(value(middle)) < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private double logarithmic(long index, long last) {
    double low = Math.log(minimum);
    return tidy(Math.exp(low + (Math.log(maximum) - low) * index / last));
  }

  private double linear(long index, long last) {
    BigDecimal low = decimal(minimum);
    return decimal(maximum)
        .subtract(low)
        .multiply(BigDecimal.valueOf(index))
        .divide(BigDecimal.valueOf(last), MathContext.DECIMAL128)
        .add(low)
        .round(TIDY)
        .doubleValue();
  }

  private static double tidy(double value) {
    return new BigDecimal(value).round(TIDY).doubleValue();
  }

  private static BigDecimal decimal(double value) {
    return BigDecimal.valueOf(value);
  }

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
