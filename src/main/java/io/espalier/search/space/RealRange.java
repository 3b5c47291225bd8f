package io.espalier.search.space;

import io.espalier.wire.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Real numbers from {@code minimum} to {@code maximum}, both included. */
public record RealRange(double minimum, double maximum, Scale scale, Spacing spacing)
    implements Domain {
  public RealRange {
    new RangePoints(minimum, maximum, scale, spacing);
  }

  @Override
  public ValueType type() {
    return ValueType.REAL;
  }

  @Override
  public boolean hasGrid() {
    return !(spacing instanceof Spacing.Unspaced);
  }

  @Override
  public long gridSize() {
    return points().count();
  }

  @Override
  public List<Value> gridValues() {
    RangePoints points = points();
    return LongStream.range(0, WholeRange.bounded(points.count()))
        .mapToObj(index -> (Value) new Value.Real(points.value(index)))
        .distinct()
        .toList();
  }

  @Override
  public Value at(double share) {
    if (hasGrid()) {
      RangePoints points = points();
      return new Value.Real(points.value((long) (share * points.count())));
    }
    double value =
        scale == Scale.LOG
            ? StrictMath.exp(
                StrictMath.log(minimum)
                    + share * (StrictMath.log(maximum) - StrictMath.log(minimum)))
            : minimum + share * (maximum - minimum);
    return new Value.Real(Math.max(minimum, Math.min(maximum, value)));
  }

  @Override
  public Optional<Stretch> stretch(Value value) {
    if (!(value instanceof Value.Real real) || real.value() < minimum || real.value() > maximum) {
      return Optional.empty();
    }
    if (hasGrid()) {
      return points().stretch(real.value(), point -> point);
    }
    double share =
        scale == Scale.LOG
            ? (StrictMath.log(real.value()) - StrictMath.log(minimum))
                / (StrictMath.log(maximum) - StrictMath.log(minimum))
            : (real.value() - minimum) / (maximum - minimum);
    return Optional.of(new Stretch(share, share));
  }

  private RangePoints points() {
    return new RangePoints(minimum, maximum, scale, spacing);
  }
}
