package io.espalier.driver.report;

import io.espalier.search.history.Interval;
import java.util.Locale;

/** Numbers as a person reads them, in reports and on the screen. */
public final class ReportNumbers {
  private ReportNumbers() {}

  /** A value and, where it is not NaN, its standard deviation. */
  public static String spread(double value, double spread) {
    return text(value) + (Double.isNaN(spread) ? "" : " ± " + text(spread));
  }

  /** {@code 0.91 to 0.95}. */
  public static String range(Interval interval) {
    return text(interval.low()) + " to " + text(interval.high());
  }

  /** Four digits that count; as a power of ten where that is shorter. */
  public static String text(double number) {
    if (!Double.isFinite(number)) {
      return Double.isNaN(number) ? "NaN" : number > 0 ? "∞" : "−∞";
    }
    double size = Math.abs(number);
    if (number == Math.rint(number) && size < 1e6) {
      return Long.toString((long) number);
    }
    if (size < 1e-3 || size >= 1e6) {
      return String.format(Locale.ROOT, "%.2e", number)
          .replaceFirst("\\.?0*e", "e")
          .replaceFirst("e([+-])0?", "e$1")
          .replace("e+", "e");
    }
    int digits = Math.max(0, 3 - (int) Math.floor(Math.log10(size)));
    String fixed = String.format(Locale.ROOT, "%." + Math.min(digits, 6) + "f", number);
    return fixed.contains(".") ? fixed.replaceFirst("\\.?0+$", "") : fixed;
  }
}
