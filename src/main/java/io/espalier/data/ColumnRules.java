package io.espalier.data;

import java.io.Serializable;

/**
 * What is said of a column.
 *
 * @param indicator whether a column with holes gets one more input, 1 at a hole and 0 elsewhere
 */
public record ColumnRules(Kind kind, Missing missing, boolean indicator, CellRules cells)
    implements Serializable {
  /** What a column is declared to hold. */
  public enum Kind {
    /** Nothing is said: numbers or dates if all its cells are, else categories. */
    AUTO,
    NUMBER,
    CATEGORY,
    DATE,
    /** In each cell the steps of a sequence: the one input of the table. */
    SEQUENCE
  }

  /** What holds where nothing is said. */
  public static final ColumnRules USUAL =
      new ColumnRules(Kind.AUTO, Missing.REFUSE, false, CellRules.USUAL);

  /** The same with another kind. */
  public ColumnRules withKind(Kind other) {
    return new ColumnRules(other, missing, indicator, cells);
  }

  /** The same with other ways to go on with holes. */
  public ColumnRules withMissing(Missing other, boolean toldApart) {
    return new ColumnRules(kind, other, toldApart, cells);
  }

  /** The same with cells that are read otherwise. */
  public ColumnRules withCells(CellRules other) {
    return new ColumnRules(kind, missing, indicator, other);
  }
}
