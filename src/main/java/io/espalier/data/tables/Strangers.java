package io.espalier.data.tables;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The cells of a column that are of another kind than its first ones, and infinite numbers. */
final class Strangers {
  private static final int MOST_SHOWN = 3;

  private final Set<String> texts = new LinkedHashSet<>();
  private int count;
  private int firstRow = -1;
  private int firstInfinite = -1;
  private String infinite = "";

  void add(int row, String text) {
    firstRow = count == 0 ? row : firstRow;
    count++;
    if (texts.size() < MOST_SHOWN) {
      texts.add(text);
    }
  }

  void infinite(int row, String text) {
    if (firstInfinite < 0) {
      firstInfinite = row;
      infinite = text;
    }
  }

  int count() {
    return count;
  }

  /** Row of the first stranger, from 0. */
  int firstRow() {
    return firstRow;
  }

  /** A few of them. */
  List<String> texts() {
    return List.copyOf(texts);
  }

  /** Row of the first infinite number, from 0; −1 if there is none. */
  int firstInfinite() {
    return firstInfinite;
  }

  /** How the first infinite number is written. */
  String infiniteText() {
    return infinite;
  }
}
