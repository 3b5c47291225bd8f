package io.espalier.wire;

import java.util.Locale;

/** Conditions that the records of this package hold their components to. */
final class Check {
  private Check() {}

  static void that(boolean condition, String message, Object... arguments) {
    if (!condition) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, message, arguments));
    }
  }

  static void positive(String name, double value) {
    that(
        value > 0 && value < Double.POSITIVE_INFINITY,
        "%s must be a finite number above 0, not %s",
        name,
        value);
  }

  static void notNegative(String name, double value) {
    that(
        value >= 0 && value < Double.POSITIVE_INFINITY,
        "%s must be a finite number of at least 0, not %s",
        name,
        value);
  }

  static void fraction(String name, double value) {
    that(value >= 0 && value < 1, "%s must lie in [0, 1), not %s", name, value);
  }
}
