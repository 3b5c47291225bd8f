package io.espalier.data.tables;

import io.espalier.data.CellRules;
import io.espalier.data.DataException;
import java.util.HashSet;
import java.util.Set;

/** The cells of a column that says which sequence a row is of, or where in it: none is a hole. */
abstract class KeyCells implements CellSink {
  private final String name;
  private final Set<String> holes;
  private int rows;
  private int wrongRow = -1;
  private String wrong = "";

  KeyCells(String name, CellRules rules) {
    this.name = name;
    this.holes = new HashSet<>(rules.holes());
  }

  String name() {
    return name;
  }

  /** How many cells there are. */
  int rows() {
    return rows;
  }

  /** What cells are, for messages. */
  abstract String expected();

  /** Takes in a cell that is a number; {@code false} if it cannot be used. */
  abstract boolean takeNumber(double value);

  /** As above, of a text without blanks at its ends. */
  abstract boolean takeText(String text);

  /** As above, of a date. */
  abstract boolean takeDate(double days);

  /**
   * Refuses the first cell that cannot be used.
   *
   * @throws DataException with its row
   */
  void check(RowNames names) {
    if (wrongRow >= 0) {
      throw new DataException(
          names.text(wrongRow)
              + ", column \""
              + name
              + "\": expected "
              + expected()
              + ", as data.sequence makes sequences of rows by it, found "
              + wrong);
    }
  }

  private void next(boolean taken, String found) {
    if (!taken && wrongRow < 0) {
      wrongRow = rows;
      wrong = found;
    }
    rows++;
  }

  @Override
  public void hole() {
    next(false, "a hole");
  }

  @Override
  public void number(double value) {
    if (Double.isNaN(value)) {
      hole();
    } else {
      next(takeNumber(value), Double.toString(value));
    }
  }

  @Override
  public void text(char[] characters, int from, int length) {
    String text = new String(characters, from, length).strip();
    if (holes.contains(text)) {
      hole();
    } else {
      next(takeText(text), "\"" + text + "\"");
    }
  }

  @Override
  public void date(double days) {
    if (Double.isNaN(days)) {
      hole();
    } else {
      next(takeDate(days), DateForm.text(days));
    }
  }

  @Override
  public void vector(double[] values) {
    next(false, "an array");
  }

  @Override
  public void arrays(double[][] values) {
    next(false, "an array");
  }

  @Override
  public void words(String[] texts) {
    next(false, "an array");
  }
}
