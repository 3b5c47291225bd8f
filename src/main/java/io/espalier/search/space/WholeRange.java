package io.espalier.search.space;

import io.espalier.wire.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Whole numbers from {@code minimum} to {@code maximum}, both included, within ±2⁵³. Where {@link
 * Spacing.Points} or a logarithmic scale give fractions they are rounded to the nearest whole
 * number, and what then comes twice is taken once.
 */
public record WholeRange(long minimum, long maximum, Scale scale, Spacing spacing)
    implements Domain {
  private static final long LIMIT = 1L << 53;

  public WholeRange {
    Domain.check(minimum >= -LIMIT && maximum <= LIMIT, "whole numbers must lie within ±" + LIMIT);
    new RangePoints(minimum, maximum, scale, spacing);
    Domain.check(
        scale == Scale.LOG
            || !(spacing instanceof Spacing.Step step)
            || step.step() == Math.rint(step.step()),
        "the step between whole numbers must be a whole number");
  }

  @Override
  public ValueType type() {
    return ValueType.WHOLE;
  }

  @Override
  public boolean hasGrid() {
    return scale == Scale.LINEAR || !(spacing instanceof Spacing.Unspaced);
  }

  @Override
  public long gridSize() {
    boolean rounded = scale == Scale.LOG || spacing instanceof Spacing.Points;
    long count = points().count();
    return rounded && count <= Spacing.MAXIMUM_POINTS ? gridValues().size() : count;
  }

  @Override
  public List<Value> gridValues() {
    RangePoints points = points();
    return LongStream.range(0, bounded(points.count()))
        .map(index -> Math.round(points.value(index)))
        .distinct()
        .mapToObj(number -> (Value) new Value.Whole(number))
        .toList();
  }

  /** Without a spacing every whole number has its stretch of the scale, from itself to the next. */
  @Override
  public Value at(double share) {
    if (hasGrid()) {
      RangePoints points = points();
      return new Value.Whole(Math.round(points.value((long) (share * points.count()))));
    }
    double low = StrictMath.log((double) minimum);
    double value = StrictMath.exp(low + share * (StrictMath.log(maximum + 1.0) - low));
    return new Value.Whole(Math.max(minimum, Math.min(maximum, (long) Math.floor(value))));
  }

  @Override
  public Optional<Stretch> stretch(Value value) {
    if (!(value instanceof Value.Whole whole)
        || whole.value() < minimum
        || whole.value() > maximum) {
      return Optional.empty();
    }
    if (hasGrid()) {
      return points().stretch((double) whole.value(), Math::round);
    }
    double low = StrictMath.log((double) minimum);
    double width = StrictMath.log(maximum + 1.0) - low;
    return Optional.of(
        new Stretch(
            (StrictMath.log((double) whole.value()) - low) / width,
            (StrictMath.log((double) whole.value() + 1) - low) / width));
  }

  private RangePoints points() {
    boolean all = scale == Scale.LINEAR && spacing instanceof Spacing.Unspaced;
    return new RangePoints(minimum, maximum, scale, all ? new Spacing.Step(1) : spacing);
  }

  static long bounded(long count) {
    if (count > Spacing.MAXIMUM_POINTS) {
      throw new IllegalStateException(
          "a range of "
              + count
              + " values is too long for a grid; at most "
              + Spacing.MAXIMUM_POINTS
              + " are accepted");
    }
    return count;
  }
}
