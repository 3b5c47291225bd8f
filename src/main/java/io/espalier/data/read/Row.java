package io.espalier.data.read;

import io.espalier.data.DataException;

/** One row of a table, by position among the columns that were asked for. */
interface Row {
  /** The cell as text; a missing value is an error that names row and column. */
  String text(int column);

  /** Whether the cell holds a number; NaN and infinite ones count, so that they can be told. */
  boolean isNumber(int column);

  /** The cell as a finite number; anything else is an error that names row and column. */
  float number(int column);

  /** An error at this cell. */
  DataException damage(int column, String expected, String found);

  /** Where the row stands, as a name for it: file and row, from 1. */
  String name();
}
