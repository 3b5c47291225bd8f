package io.espalier.data;

import java.io.Serializable;

/**
 * What is said of a column.
 *
 * @param indicator whether a column with holes gets one more input, 1 at a hole and 0 elsewhere
 * @param vocabulary which words of a column of tokens get a code
 */
public record ColumnRules(
    Kind kind, Missing missing, boolean indicator, CellRules cells, Vocabulary vocabulary)
    implements Serializable {
  /** What a column is declared to hold. */
  public enum Kind {
    /** Nothing is said: numbers or dates if all its cells are, else categories. */
    AUTO,
    NUMBER,
    CATEGORY,
    DATE,
    /** In each cell the steps of a sequence: all inputs of the table are such. */
    SEQUENCE,
    /** In each cell words, each a step by its code: the one input of the table. */
    TOKENS
  }

  /** What holds where nothing is said. */
  public static final ColumnRules USUAL =
      new ColumnRules(Kind.AUTO, Missing.REFUSE, false, CellRules.USUAL);

  /** Rules with the usual vocabulary. */
  public ColumnRules(Kind kind, Missing missing, boolean indicator, CellRules cells) {
    this(kind, missing, indicator, cells, Vocabulary.USUAL);
  }

  /** The same with another kind. */
  public ColumnRules withKind(Kind other) {
    return new ColumnRules(other, missing, indicator, cells, vocabulary);
  }

  /** The same with other ways to go on with holes. */
  public ColumnRules withMissing(Missing other, boolean toldApart) {
    return new ColumnRules(kind, other, toldApart, cells, vocabulary);
  }

  /** The same with cells that are read otherwise. */
  public ColumnRules withCells(CellRules other) {
    return new ColumnRules(kind, missing, indicator, other, vocabulary);
  }

  /** The same with other words that get a code. */
  public ColumnRules withVocabulary(Vocabulary other) {
    return new ColumnRules(kind, missing, indicator, cells, other);
  }
}
