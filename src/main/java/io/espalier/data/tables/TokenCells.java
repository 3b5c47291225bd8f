package io.espalier.data.tables;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The cells of a column of words. A text is split at its blanks, and capital letters become small
 * ones; the texts of an array are taken as they are.
 */
final class TokenCells {
  private static final Pattern BLANKS = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final int[] NONE = {};

  private final String name;
  private final Map<String, Integer> codes = new LinkedHashMap<>();
  private final List<int[]> rows = new ArrayList<>();

  TokenCells(String name) {
    this.name = name;
  }

  void hole() {
    rows.add(NONE);
  }

  /** Takes in the words of a text; {@code false} if it has none. */
  boolean text(String text) {
    String stripped = text.strip().toLowerCase(Locale.ROOT);
    return array(stripped.isEmpty() ? new String[0] : BLANKS.split(stripped));
  }

  /** Takes in words; {@code false} if there are none. */
  boolean array(String[] words) {
    if (words.length == 0) {
      return false;
    }
    int[] row = new int[words.length];
    for (int i = 0; i < row.length; i++) {
      Integer known = codes.putIfAbsent(words[i], codes.size());
      row[i] = known == null ? codes.size() - 1 : known;
    }
    rows.add(row);
    return true;
  }

  RawColumn build() {
    return new RawColumn.TextSequences(
        name, rows.toArray(int[][]::new), List.copyOf(codes.keySet()));
  }
}
