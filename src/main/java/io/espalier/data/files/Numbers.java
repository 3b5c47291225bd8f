package io.espalier.data.files;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Numbers written as text. */
public final class Numbers {
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(?:\\d++(?:\\.\\d*+)?|\\.\\d++)(?:[eE][+-]?\\d++)?");

  private Numbers() {}

  /** Whether the text is a decimal number, with or without exponent. */
  public static boolean isNumber(String text) {
    return DECIMAL.matcher(text).matches();
  }

  /** The number that a text is; NaN if it is none or not a finite one. */
  public static float finite(String text) {
    float number = isNumber(text) ? Float.parseFloat(text) : Float.NaN;
    return Float.isInfinite(number) ? Float.NaN : number;
  }

  /** Names in the order of their values if all are numbers, else in alphabetical order. */
  public static List<String> sorted(Collection<String> names) {
    Comparator<String> order = Comparator.naturalOrder();
    if (names.stream().allMatch(Numbers::isNumber)) {
      order = Comparator.<String>comparingDouble(Double::parseDouble).thenComparing(order);
    }
    return names.stream().sorted(order).toList();
  }

  /** A number as text: whole ones without a decimal point. */
  public static String text(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}
