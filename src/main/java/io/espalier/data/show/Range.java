package io.espalier.data.show;

import java.util.Locale;

/** The span of an axis or a colour scale. */
record Range(double low, double high) {
  static Range of(float[] values) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return low < high ? new Range(low, high) : new Range(low - 1, low + 1);
  }

  /** Where a value lies, 0 at the low end, 1 at the high one. */
  double share(double value) {
    return (value - low) / (high - low);
  }

  String text(String name) {
    return name + ", " + textAt(0) + " to " + textAt(1);
  }

  String textAt(double share) {
    return String.format(Locale.ROOT, "%.3g", low + share * (high - low));
  }
}
