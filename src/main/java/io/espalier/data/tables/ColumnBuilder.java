package io.espalier.data.tables;

import io.espalier.data.ColumnRules;
import io.espalier.data.ColumnRules.Kind;
import io.espalier.data.DataException;
import io.espalier.data.files.Joined;
import io.espalier.data.files.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gathers one column. A column of which nothing is said is what its first cell is that is no hole;
 * a later cell of another kind is kept in mind, and the column must then be read again as text.
 */
final class ColumnBuilder implements CellSink {
  private enum State {
    UNKNOWN,
    NUMBERS,
    TEXTS,
    DATES,
    VECTORS
  }

  private static final int FIRST_ROWS = 1024;

  private final String name;
  private final ColumnRules rules;
  private final NumberForm numberForm;
  private final DateForm dateForm;
  private final boolean datesWanted;
  private final Set<String> holes;
  private final boolean numericHoles;
  private final Map<String, Integer> codes = new HashMap<>();
  private final List<String> dictionary = new ArrayList<>();
  private State state;
  private int rows;
  private int expected = FIRST_ROWS;
  private float[] numbers = {};
  private int[] texts = {};
  private double[] days = {};
  private int width;
  private final Strangers strangers = new Strangers();

  ColumnBuilder(String name, ColumnRules rules) {
    this.name = name;
    this.rules = rules;
    numberForm = new NumberForm(rules.cells());
    dateForm = DateForm.of(rules.cells());
    datesWanted = rules.kind() == Kind.DATE || !rules.cells().dates().isEmpty();
    holes = new HashSet<>(rules.cells().holes());
    numericHoles =
        rules.cells().holes().stream().anyMatch(hole -> !Float.isNaN(numberForm.parse(hole)));
    state =
        switch (rules.kind()) {
          case AUTO -> State.UNKNOWN;
          case NUMBER -> State.NUMBERS;
          case CATEGORY -> State.TEXTS;
          case DATE -> State.DATES;
        };
  }

  String name() {
    return name;
  }

  ColumnRules rules() {
    return rules;
  }

  int rows() {
    return rows;
  }

  /** How many cells are neither holes nor strangers. */
  int values() {
    return rows - build().holes();
  }

  /** The cells that are of another kind than those before. */
  Strangers strangers() {
    return strangers;
  }

  @Override
  public void expect(int cells) {
    expected = Math.max(FIRST_ROWS, rows + cells);
  }

  @Override
  public void hole() {
    room();
    switch (state) {
      case UNKNOWN -> {}
      case NUMBERS -> numbers[rows] = Float.NaN;
      case TEXTS -> texts[rows] = RawColumn.Texts.HOLE;
      case DATES -> days[rows] = Double.NaN;
      case VECTORS -> Arrays.fill(numbers, rows * width, (rows + 1) * width, Float.NaN);
    }
    rows++;
  }

  @Override
  public void number(double value) {
    if (Double.isNaN(value)) {
      hole();
      return;
    }
    become(State.NUMBERS);
    switch (state) {
      case NUMBERS -> put(value);
      case TEXTS -> put(written(value));
      default -> stranger(written(value));
    }
  }

  @Override
  public void numbers(double[] values, int count) {
    int next = 0;
    while (next < count && state != State.NUMBERS) {
      number(values[next++]);
    }
    int end = rows + count - next;
    if (end > numbers.length && next < count) {
      numbers = Arrays.copyOf(numbers, Math.max(more(1), end));
    }
    for (; next < count; next++) {
      float number = (float) values[next];
      if (Float.isInfinite(number)) {
        strangers.infinite(rows, Double.toString(values[next]));
      }
      numbers[rows++] = number;
    }
  }

  /**
   * A number that fits into single precision was one, most likely: 0.1 rather than 0.10000000149.
   */
  private static String written(double value) {
    return value == (float) value && value != Math.rint(value)
        ? Float.toString((float) value)
        : Numbers.text(value);
  }

  @Override
  public void text(char[] characters, int from, int length) {
    int start = from;
    int end = from + length;
    while (start < end && characters[start] <= ' ') {
      start++;
    }
    while (end > start && characters[end - 1] <= ' ') {
      end--;
    }
    if (state == State.NUMBERS) {
      numberOf(characters, start, end - start);
    } else {
      textOf(new String(characters, start, end - start));
    }
  }

  private void numberOf(char[] characters, int from, int length) {
    if (length == 0 && holes.contains("")) {
      hole();
      return;
    }
    float number = numberForm.parse(characters, from, length);
    boolean none = Float.isNaN(number);
    if (none || numericHoles || Float.isInfinite(number)) {
      String text = new String(characters, from, length);
      if (holes.contains(text)) {
        hole();
      } else if (none) {
        stranger(text);
      } else {
        put(number, text);
      }
    } else {
      room();
      numbers[rows++] = number;
    }
  }

  private void textOf(String text) {
    if (holes.contains(text)) {
      hole();
      return;
    }
    if (state == State.UNKNOWN) {
      state = kindOf(text);
      begin();
    }
    switch (state) {
      case NUMBERS -> numberOf(text.toCharArray(), 0, text.length());
      case DATES -> {
        double date = dateForm.parse(text);
        if (Double.isNaN(date)) {
          stranger(text);
        } else {
          date(date);
        }
      }
      case TEXTS -> put(text);
      default -> stranger(text);
    }
  }

  private State kindOf(String text) {
    if (!Float.isNaN(numberForm.parse(text))) {
      return State.NUMBERS;
    }
    return datesWanted && !Double.isNaN(dateForm.parse(text)) ? State.DATES : State.TEXTS;
  }

  @Override
  public void date(double value) {
    if (Double.isNaN(value)) {
      hole();
      return;
    }
    become(State.DATES);
    switch (state) {
      case DATES -> {
        room();
        days[rows++] = value;
      }
      case NUMBERS -> put(value);
      case TEXTS -> put(DateForm.text(value));
      default -> stranger(DateForm.text(value));
    }
  }

  @Override
  public void vector(double[] values) {
    if (state == State.UNKNOWN) {
      width = Math.max(1, values.length);
    }
    become(State.VECTORS);
    if (state != State.VECTORS || values.length != width) {
      throw new DataException(
          "column \""
              + name
              + "\": expected "
              + (state == State.VECTORS ? "arrays of " + width + " numbers" : "single values")
              + " as in the rows before, found an array of "
              + values.length
              + " numbers; leave the column out with data.except = [\""
              + name
              + "\"]");
    }
    room();
    for (int i = 0; i < width; i++) {
      numbers[rows * width + i] = (float) values[i];
      if (Double.isInfinite(values[i])) {
        strangers.infinite(rows, Double.toString(values[i]));
      }
    }
    rows++;
  }

  private void put(float number, String text) {
    if (Float.isInfinite(number)) {
      strangers.infinite(rows, text);
    }
    room();
    numbers[rows++] = number;
  }

  private void put(double value) {
    float number = (float) value;
    if (Float.isInfinite(number)) {
      strangers.infinite(rows, Double.toString(value));
    }
    room();
    numbers[rows++] = number;
  }

  private void put(String text) {
    room();
    Integer code = codes.get(text);
    if (code == null) {
      code = dictionary.size();
      codes.put(text, code);
      dictionary.add(text);
    }
    texts[rows++] = code;
  }

  private void stranger(String text) {
    strangers.add(rows, text);
    hole();
  }

  private void become(State kind) {
    if (state == State.UNKNOWN) {
      state = kind;
      begin();
    }
  }

  /** Makes holes of the rows before the first value. */
  private void begin() {
    int before = rows;
    rows = 0;
    while (rows < before) {
      hole();
    }
  }

  /** Makes room for one more row. */
  private void room() {
    switch (state) {
      case UNKNOWN -> {}
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
    return switch (state) {
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
      case VECTORS -> new RawColumn.Vectors(name, width, Arrays.copyOf(numbers, rows * width));
    };
  }
}
