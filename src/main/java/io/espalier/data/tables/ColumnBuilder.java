package io.espalier.data.tables;

import io.espalier.data.ColumnRules;
import io.espalier.data.DataException;
import io.espalier.data.files.Numbers;
import io.espalier.data.tables.ColumnStore.Kind;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Gathers one column. A column of which nothing is said is what its first cell is that is no hole;
 * a later cell of another kind is kept in mind, and the column must then be read again as text.
 */
final class ColumnBuilder implements CellSink {
  private final String name;
  private final ColumnRules rules;
  private final NumberForm numberForm;
  private final DateForm dateForm;
  private final boolean datesWanted;
  private final Set<String> holes;
  private final boolean numericHoles;
  private final SequenceCells sequences;
  private final TokenCells tokens;
  private final ColumnStore cells;
  private final Strangers strangers = new Strangers();

  ColumnBuilder(String name, ColumnRules rules) {
    this.name = name;
    this.rules = rules;
    numberForm = new NumberForm(rules.cells());
    dateForm = DateForm.of(rules.cells());
    datesWanted = rules.kind() == ColumnRules.Kind.DATE || !rules.cells().dates().isEmpty();
    holes = new HashSet<>(rules.cells().holes());
    numericHoles =
        rules.cells().holes().stream().anyMatch(hole -> !Float.isNaN(numberForm.parse(hole)));
    sequences = new SequenceCells(name, numberForm);
    tokens = new TokenCells(name);
    cells =
        new ColumnStore(
            name,
            switch (rules.kind()) {
              case AUTO -> Kind.UNKNOWN;
              case NUMBER -> Kind.NUMBERS;
              case CATEGORY -> Kind.TEXTS;
              case DATE -> Kind.DATES;
              case SEQUENCE -> Kind.SEQUENCES;
              case TOKENS -> Kind.TOKENS;
            },
            sequences,
            tokens);
  }

  String name() {
    return name;
  }

  ColumnRules rules() {
    return rules;
  }

  int rows() {
    return cells.rows();
  }

  /** How many cells are neither holes nor strangers. */
  int values() {
    return cells.rows() - build().holes();
  }

  /** The cells that are of another kind than those before. */
  Strangers strangers() {
    return strangers;
  }

  @Override
  public void expect(int more) {
    cells.expect(more);
  }

  @Override
  public void hole() {
    cells.hole();
  }

  @Override
  public void number(double value) {
    if (Double.isNaN(value)) {
      hole();
      return;
    }
    become(Kind.NUMBERS, 1);
    switch (cells.kind()) {
      case NUMBERS -> put(value);
      case TEXTS -> cells.text(written(value));
      case TOKENS -> sequence(tokens.text(written(value)), written(value));
      default -> stranger(written(value));
    }
  }

  @Override
  public void numbers(double[] values, int count) {
    int next = 0;
    while (next < count && cells.kind() != Kind.NUMBERS) {
      number(values[next++]);
    }
    int first = cells.rows();
    cells.numbers(values, next, count);
    for (int i = next; i < count; i++) {
      if (Math.abs(values[i]) > Float.MAX_VALUE && Float.isInfinite((float) values[i])) {
        strangers.infinite(first + i - next, Double.toString(values[i]));
      }
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
    if (cells.kind() == Kind.NUMBERS) {
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
      cells.number(number);
    }
  }

  private void textOf(String text) {
    if (holes.contains(text)) {
      hole();
      return;
    }
    if (cells.kind() == Kind.UNKNOWN) {
      cells.become(kindOf(text), 1);
    }
    switch (cells.kind()) {
      case NUMBERS -> numberOf(text.toCharArray(), 0, text.length());
      case DATES -> {
        double date = dateForm.parse(text);
        if (Double.isNaN(date)) {
          stranger(text);
        } else {
          date(date);
        }
      }
      case SEQUENCES -> sequence(sequences.text(text), text);
      case TOKENS -> sequence(tokens.text(text), text);
      case TEXTS -> cells.text(text);
      default -> stranger(text);
    }
  }

  private Kind kindOf(String text) {
    if (!Float.isNaN(numberForm.parse(text))) {
      return Kind.NUMBERS;
    }
    return datesWanted && !Double.isNaN(dateForm.parse(text)) ? Kind.DATES : Kind.TEXTS;
  }

  @Override
  public void date(double value) {
    if (Double.isNaN(value)) {
      hole();
      return;
    }
    become(Kind.DATES, 1);
    switch (cells.kind()) {
      case DATES -> cells.date(value);
      case NUMBERS -> put(value);
      case TEXTS -> cells.text(DateForm.text(value));
      default -> stranger(DateForm.text(value));
    }
  }

  private void sequence(boolean taken, String found) {
    if (taken) {
      cells.sequence();
    } else {
      stranger(found);
    }
  }

  /** What the cells of a column of sequences are, for messages. */
  String expectedSequence() {
    return cells.kind() == Kind.TOKENS ? "words, one or more" : sequences.expected();
  }

  @Override
  public void vector(double[] values) {
    if (cells.kind() == Kind.SEQUENCES) {
      sequence(sequences.array(values), SequenceCells.shown(values));
      return;
    }
    if (cells.kind() == Kind.TOKENS) {
      words(Arrays.stream(values).mapToObj(ColumnBuilder::written).toArray(String[]::new));
      return;
    }
    become(Kind.VECTORS, Math.max(1, values.length));
    boolean vectors = cells.kind() == Kind.VECTORS;
    if (!vectors || values.length != cells.width()) {
      throw new DataException(
          "column \""
              + name
              + "\": expected "
              + (vectors ? "arrays of " + cells.width() + " numbers" : "single values")
              + " as in the rows before, found an array of "
              + values.length
              + " numbers; leave the column out with data.except = [\""
              + name
              + "\"]");
    }
    for (double value : values) {
      if (Double.isInfinite(value)) {
        strangers.infinite(cells.rows(), Double.toString(value));
      }
    }
    cells.vector(values);
  }

  @Override
  public void arrays(double[][] values) {
    if (cells.kind() != Kind.SEQUENCES) {
      throw unread("arrays of arrays", "sequence");
    }
    sequence(sequences.arrays(values), SequenceCells.shown(values));
  }

  @Override
  public void words(String[] texts) {
    if (cells.kind() != Kind.SEQUENCES && cells.kind() != Kind.TOKENS) {
      throw unread("arrays of texts", "tokens");
    }
    sequence(
        cells.kind() == Kind.TOKENS ? tokens.array(texts) : sequences.words(texts),
        SequenceCells.shown(texts));
  }

  private DataException unread(String found, String kind) {
    return new DataException(
        "column \""
            + name
            + "\": expected single values or arrays of numbers, found "
            + found
            + "; to read them as sequences set data.columns { \""
            + name
            + "\" { kind = "
            + kind
            + " } }, or leave the column out with data.except = [\""
            + name
            + "\"]");
  }

  private void put(float number, String text) {
    if (Float.isInfinite(number)) {
      strangers.infinite(cells.rows(), text);
    }
    cells.number(number);
  }

  private void put(double value) {
    float number = (float) value;
    if (Float.isInfinite(number)) {
      strangers.infinite(cells.rows(), Double.toString(value));
    }
    cells.number(number);
  }

  private void stranger(String text) {
    strangers.add(cells.rows(), text);
    hole();
  }

  private void become(Kind kind, int width) {
    if (cells.kind() == Kind.UNKNOWN) {
      cells.become(kind, width);
    }
  }

  /** The column; one without a single value is one of numbers, if nothing else is said. */
  RawColumn build() {
    return cells.build();
  }
}
