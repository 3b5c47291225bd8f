package io.espalier.search.space;

import io.espalier.wire.Value;

/** The one type that all values of a parameter have, and so its column. */
public enum ValueType {
  WHOLE,
  REAL,
  TEXT,
  FLAG;

  /** The type of a value. */
  public static ValueType of(Value value) {
    if (value instanceof Value.Whole) {
      return WHOLE;
    }
    if (value instanceof Value.Real) {
      return REAL;
    }
    if (value instanceof Value.Flag) {
      return FLAG;
    }
    if (value instanceof Value.Text) {
      return TEXT;
    }
    throw new IllegalStateException("no type of values for " + value.getClass().getName());
  }
}
