package io.espalier.data.tables;

import ch.randelshofer.fastdoubleparser.JavaFloatParser;
import io.espalier.data.CellRules;
import java.util.List;

/** How the numbers of a column are written. */
final class NumberForm {
  private static final String PERCENT = "%";

  /** Powers of ten that a float holds exactly. */
  private static final float[] POWERS = {1, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f};

  private static final int MOST_DIGITS = POWERS.length - 1;

  /** Up to here a float holds every whole number. */
  private static final int LARGEST_EXACT = 1 << 24;

  private final char decimal;
  private final String thousands;
  private final List<String> symbols;
  private final boolean plain;
  private char[] rewritten = new char[64];

  NumberForm(CellRules rules) {
    decimal = rules.decimal().charAt(0);
    thousands = rules.thousands();
    symbols = rules.symbols();
    plain = decimal == '.' && thousands.isEmpty() && symbols.isEmpty();
  }

  /** The number of a text without blanks at its ends; NaN if it is none. May be infinite. */
  float parse(char[] text, int from, int length) {
    return plain ? parsePlain(text, from, length) : parseWritten(text, from, length);
  }

  float parse(String text) {
    return parse(text.toCharArray(), 0, text.length());
  }

  /**
   * A number as programs write it. Of few digits it is a quotient of two floats that hold their
   * values exactly, and so the nearest float; any other is left to the library.
   */
  private static float parsePlain(char[] text, int from, int length) {
    int end = from + length;
    int digits = 0;
    int point = end;
    long number = 0;
    boolean usual = true;
    for (int i = from; i < end; i++) {
      char c = text[i];
      if (c >= '0' && c <= '9') {
        digits++;
        number = number * 10 + (c - '0');
      } else if (c == '.') {
        usual &= point == end;
        point = i;
      } else if (c == '-' || c == '+') {
        usual &= i == from;
      } else if (c == 'e' || c == 'E') {
        usual = false;
      } else {
        return Float.NaN;
      }
    }
    int decimals = Math.max(0, end - 1 - point);
    if (usual && digits > 0 && digits <= MOST_DIGITS && number <= LARGEST_EXACT) {
      float exact = number / POWERS[decimals];
      return text[from] == '-' ? -exact : exact;
    }
    try {
      return digits > 0 ? JavaFloatParser.parseFloat(text, from, length) : Float.NaN;
    } catch (NumberFormatException noNumber) {
      return Float.NaN;
    }
  }

  /**
   * Strips symbols and what separates thousands, puts the point in the decimal's place. Groups have
   * three digits; those in front may have two, as in India.
   */
  private float parseWritten(char[] text, int from, int length) {
    String cell = new String(text, from, length);
    boolean percent = false;
    for (String symbol : symbols) {
      if (cell.contains(symbol)) {
        percent |= symbol.equals(PERCENT);
        cell = cell.replace(symbol, "");
      }
    }
    if (rewritten.length < cell.length()) {
      rewritten = new char[cell.length() * 2];
    }
    int size = 0;
    int group = -1;
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (c == '.' && decimal != '.' && thousands.indexOf('.') < 0) {
        return Float.NaN;
      }
      boolean separator = !thousands.isEmpty() && c == thousands.charAt(0);
      if (group >= 0 && (separator || c == decimal) && !(group == 3 || (separator && group == 2))) {
        return Float.NaN;
      }
      if (separator) {
        group = 0;
      } else if (c == decimal) {
        group = -1;
        rewritten[size++] = '.';
      } else if (!Character.isWhitespace(c) && c != '\u00a0') {
        group += group >= 0 ? 1 : 0;
        rewritten[size++] = c;
      }
    }
    if (group >= 0 && group != 3) {
      return Float.NaN;
    }
    float number = parsePlain(rewritten, 0, size);
    return percent ? number / 100 : number;
  }
}
