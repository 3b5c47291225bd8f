package io.espalier.data.read;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One column of a table as it is read: numbers as they are, text as one of its categories. A column
 * that nobody declared is what its first cell is, and every other cell must be the same.
 */
final class SourceColumn {
  /** What a column is known to hold before it is read. */
  enum Kind {
    /** Decided by the first cell. */
    UNDECLARED,
    NUMBERS,
    CATEGORIES
  }

  private static final int MOST_CATEGORIES = 1000;

  private final String name;
  private final boolean declared;
  private final boolean closed;
  private boolean numbers;
  private float[] values = new float[64];
  private int size;
  private final Map<String, Integer> codes = new HashMap<>();

  /** A column whose categories, if any, are whatever occurs. */
  SourceColumn(String name, Kind kind) {
    this(name, kind, List.of());
  }

  /** A column that accepts only the given categories; empty for any. */
  SourceColumn(String name, Kind kind, List<String> accepted) {
    this.name = name;
    this.declared = kind != Kind.UNDECLARED;
    this.numbers = kind == Kind.NUMBERS;
    this.closed = !accepted.isEmpty();
    accepted.forEach(category -> codes.put(category, codes.size()));
  }

  String name() {
    return name;
  }

  int size() {
    return size;
  }

  /** Takes the row's cell at {@code position}. */
  void add(Row row, int position) {
    if (!declared && size == 0) {
      numbers = row.isNumber(position);
    }
    if (!declared && numbers != row.isNumber(position)) {
      throw row.damage(
          position,
          (numbers ? "a number" : "text")
              + " as in the rows before (declare the column categorical if these are names)",
          "\"" + row.text(position) + "\"");
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size] = numbers ? row.number(position) : code(row, position);
    size++;
  }

  private int code(Row row, int position) {
    String category = row.text(position);
    Integer known = codes.get(category);
    if (known != null) {
      return known;
    }
    if (closed) {
      throw row.damage(
          position,
          "one of the categories the model was trained on ("
              + String.join(", ", Numbers.sorted(codes.keySet()))
              + ")",
          "\"" + category + "\"");
    }
    if (codes.size() == MOST_CATEGORIES) {
      throw row.damage(
          position,
          "at most "
              + MOST_CATEGORIES
              + " different values (is this a column of numbers or names"
              + " of rows?)",
          "one more: \"" + category + "\"");
    }
    codes.put(category, codes.size());
    return codes.size() - 1;
  }

  /** The categories in order: by value if all are numbers, else alphabetical. */
  List<String> categories() {
    return Numbers.sorted(codes.keySet());
  }

  /** The inputs this column becomes: itself, or one per category. */
  List<String> featureNames() {
    return numbers ? List.of(name) : categories().stream().map(c -> name + "=" + c).toList();
  }

  /** For each row its number, or the place of its category in {@link #categories}. */
  float[] values() {
    float[] all = Arrays.copyOf(values, size);
    if (!numbers) {
      int[] place = new int[codes.size()];
      List<String> sorted = categories();
      for (int i = 0; i < place.length; i++) {
        place[codes.getOrDefault(sorted.get(i), 0)] = i;
      }
      for (int i = 0; i < size; i++) {
        all[i] = place[(int) all[i]];
      }
    }
    return all;
  }

  /**
   * Writes the column into a matrix {@code [rows, width]} from {@code offset} on.
   *
   * @return how many of the matrix's columns it took
   */
  int write(float[] matrix, int width, int offset) {
    float[] all = values();
    for (int i = 0; i < size; i++) {
      int start = i * width + offset;
      if (numbers) {
        matrix[start] = all[i];
      } else {
        matrix[start + (int) all[i]] = 1f;
      }
    }
    return featureNames().size();
  }
}
