package io.espalier.driver.report;

/** From the smallest to the largest of some numbers. */
record Span(float low, float high) {
  /** The span of all finite numbers; 0 to 0 if there is none. */
  static Span of(float[] numbers) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float number : numbers) {
      if (Float.isFinite(number)) {
        low = Math.min(low, number);
        high = Math.max(high, number);
      }
    }
    return low <= high ? new Span(low, high) : new Span(0, 0);
  }

  /** Where a number lies, 0 at the low end and 1 at the high one; 0 where both are the same. */
  double share(float number) {
    if (!(high > low) || Float.isNaN(number)) {
      return 0;
    }
    double share = ((double) number - low) / ((double) high - low);
    return Math.max(0, Math.min(1, share));
  }

  /** The largest magnitude. */
  float reach() {
    return Math.max(Math.abs(low), Math.abs(high));
  }
}
