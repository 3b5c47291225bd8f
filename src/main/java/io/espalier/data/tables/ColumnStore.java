package io.espalier.data.tables;

import io.espalier.data.files.Joined;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The cells of one column, in an array that grows: of one kind, once the first that is no hole has
 * told which. Whoever puts a cell has seen to it that it is of that kind.
 */
final class ColumnStore {
  /** What the cells are. */
  enum Kind {
    UNKNOWN,
    NUMBERS,
    TEXTS,
    DATES,
    VECTORS,
    SEQUENCES,
    TOKENS
  }

  private static final int FIRST_ROWS = 1024;

  private final String name;
  private final Map<String, Integer> codes = new HashMap<>();
  private final List<String> dictionary = new ArrayList<>();
  private final SequenceCells sequences;
  private final TokenCells tokens;
  private Kind kind;
  private int rows;
  private int expected = FIRST_ROWS;
  private float[] numbers = {};
  private int[] texts = {};
  private double[] days = {};
  private int width;

  ColumnStore(String name, Kind kind, SequenceCells sequences, TokenCells tokens) {
    this.name = name;
    this.kind = kind;
    this.sequences = sequences;
    this.tokens = tokens;
  }

  Kind kind() {
    return kind;
  }

  int rows() {
    return rows;
  }

  /** Numbers in each array, of a column of arrays. */
  int width() {
    return width;
  }

  /** So many more cells will come. */
  void expect(int cells) {
    expected = Math.max(FIRST_ROWS, rows + cells);
  }

  /**
   * Settles the kind of a column of holes.
   *
   * @param width numbers in each array; of other kinds 1
   */
  void become(Kind settled, int width) {
    kind = settled;
    this.width = width;
    int before = rows;
    rows = 0;
    while (rows < before) {
      hole();
    }
  }

  void hole() {
    room();
    switch (kind) {
      case UNKNOWN -> {}
      case NUMBERS -> numbers[rows] = Float.NaN;
      case TEXTS -> texts[rows] = RawColumn.Texts.HOLE;
      case DATES -> days[rows] = Double.NaN;
      case VECTORS -> Arrays.fill(numbers, rows * width, (rows + 1) * width, Float.NaN);
      case SEQUENCES -> sequences.hole();
      case TOKENS -> tokens.hole();
    }
    rows++;
  }

  void number(float value) {
    room();
    numbers[rows++] = value;
  }

  /** Puts numbers from a place up to another; NaN is a hole. */
  void numbers(double[] values, int from, int to) {
    int end = rows + to - from;
    if (end > numbers.length && to > from) {
      numbers = Arrays.copyOf(numbers, Math.max(more(1), end));
    }
    float[] target = numbers;
    int shift = rows - from;
    for (int i = from; i < to; i++) {
      target[i + shift] = (float) values[i];
    }
    rows = end;
  }

  void text(String text) {
    room();
    Integer code = codes.get(text);
    if (code == null) {
      code = dictionary.size();
      codes.put(text, code);
      dictionary.add(text);
    }
    texts[rows++] = code;
  }

  void date(double value) {
    room();
    days[rows++] = value;
  }

  void vector(double[] values) {
    room();
    for (int i = 0; i < width; i++) {
      numbers[rows * width + i] = (float) values[i];
    }
    rows++;
  }

  /** A sequence, of numbers or words, was put into its own store. */
  void sequence() {
    rows++;
  }

  /** Makes room for one more row. */
  private void room() {
    switch (kind) {
      case UNKNOWN, SEQUENCES, TOKENS -> {}
      case NUMBERS -> numbers = rows < numbers.length ? numbers : Arrays.copyOf(numbers, more(1));
      case TEXTS -> texts = rows < texts.length ? texts : Arrays.copyOf(texts, more(1));
      case DATES -> days = rows < days.length ? days : Arrays.copyOf(days, more(1));
      case VECTORS ->
          numbers =
              (rows + 1) * width <= numbers.length ? numbers : Arrays.copyOf(numbers, more(width));
    }
  }

  private int more(int each) {
    return Joined.length(
        (rows < expected ? expected : rows * 2L) * each, "column \"" + name + "\"");
  }

  /** The column; one without a single value is one of numbers, if nothing else is said. */
  RawColumn build() {
    return switch (kind) {
      case UNKNOWN -> {
        float[] none = new float[rows];
        Arrays.fill(none, Float.NaN);
        yield new RawColumn.Numbers(name, none);
      }
      case NUMBERS ->
          new RawColumn.Numbers(
              name, numbers.length == rows ? numbers : Arrays.copyOf(numbers, rows));
      case TEXTS -> new RawColumn.Texts(name, Arrays.copyOf(texts, rows), dictionary);
      case DATES -> new RawColumn.Dates(name, Arrays.copyOf(days, rows));
      case SEQUENCES -> sequences.build();
      case TOKENS -> tokens.build();
      case VECTORS -> new RawColumn.Vectors(name, width, Arrays.copyOf(numbers, rows * width));
    };
  }
}
