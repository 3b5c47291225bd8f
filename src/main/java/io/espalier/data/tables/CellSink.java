package io.espalier.data.tables;

/**
 * Takes the cells of one column, one after another. Whoever reads puts what it has, in its own
 * type; the sink turns it into what the column is declared to hold, or keeps the type.
 */
public interface CellSink {
  /** So many more cells will come, if the reader knows. */
  default void expect(int cells) {}

  /** A hole. */
  void hole();

  /** A number, also of booleans (0 and 1) and decimals; NaN is a hole. */
  void number(double value);

  /** The first {@code count} of some numbers, one after another. */
  default void numbers(double[] values, int count) {
    for (int i = 0; i < count; i++) {
      number(values[i]);
    }
  }

  /**
   * A text, which may say a number, a date or a hole, as the column's rules have it. Blanks at its
   * ends do not count. Nothing keeps {@code characters} after the call.
   */
  void text(char[] characters, int from, int length);

  /** A text as above. */
  default void text(String text) {
    text(text.toCharArray(), 0, text.length());
  }

  /** A date or time: days since 1970-01-01, with fraction. */
  void date(double days);

  /** An array of numbers, NaN for holes; every row of a column has the same length. */
  void vector(double[] values);

  /** An array of arrays of numbers, NaN for holes. */
  void arrays(double[][] values);

  /** An array of texts. */
  void words(String[] texts);
}
