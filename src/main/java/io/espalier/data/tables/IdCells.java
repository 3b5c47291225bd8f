package io.espalier.data.tables;

import io.espalier.data.CellRules;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A column that tells sequences apart: cells are alike if their texts are. */
final class IdCells extends KeyCells {
  /** Beyond it not every whole number is a double. */
  private static final double LARGEST_EXACT = 1L << 53;

  private final Map<String, Integer> codes = new LinkedHashMap<>();
  private int[] rowCodes = new int[1024];

  IdCells(String name, CellRules rules) {
    super(name, rules);
  }

  @Override
  String expected() {
    return "a text, a date or a number up to 2^53";
  }

  @Override
  boolean takeNumber(double value) {
    String text =
        value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    return Math.abs(value) < LARGEST_EXACT && takeText(text);
  }

  @Override
  boolean takeText(String text) {
    Integer known = codes.putIfAbsent(text, codes.size());
    if (rows() >= rowCodes.length) {
      rowCodes = Arrays.copyOf(rowCodes, Math.max(rows() + 1, rowCodes.length * 2));
    }
    rowCodes[rows()] = known == null ? codes.size() - 1 : known;
    return true;
  }

  @Override
  boolean takeDate(double days) {
    return takeText(DateForm.text(days));
  }

  /** The place of a row's text among {@link #texts}. */
  int code(int row) {
    return rowCodes[row];
  }

  /** All texts, in the order in which they first occur. */
  List<String> texts() {
    return List.copyOf(codes.keySet());
  }
}
