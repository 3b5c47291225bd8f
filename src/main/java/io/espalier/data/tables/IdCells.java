package io.espalier.data.tables;

import io.espalier.data.CellRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A column that tells sequences apart: cells are alike if their texts are. */
final class IdCells extends KeyCells {
  /** Beyond it not every whole number is a double. */
  private static final double LARGEST_EXACT = 1L << 53;

  private final Map<String, Integer> codes = new HashMap<>();
  private final List<String> texts = new ArrayList<>();
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
    String text = value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    return Math.abs(value) < LARGEST_EXACT && takeText(text);
  }

  @Override
  boolean takeText(String text) {
    Integer known = codes.putIfAbsent(text, texts.size());
    if (known == null) {
      texts.add(text);
    }
    if (rows() >= rowCodes.length) {
      rowCodes = Arrays.copyOf(rowCodes, Math.max(rows() + 1, rowCodes.length * 2));
    }
    rowCodes[rows()] = known == null ? texts.size() - 1 : known;
    return true;
  }

  @Override
  boolean takeDate(double days) {
    return takeText(DateForm.text(days));
  }

  /** The number of a row's text, counted from 0 in the order in which texts first occur. */
  int code(int row) {
    return rowCodes[row];
  }

  String text(int row) {
    return texts.get(rowCodes[row]);
  }
}
