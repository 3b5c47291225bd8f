package io.espalier.wire;

import java.io.Serializable;

/** The value of one parameter. */
public sealed interface Value extends Serializable {
  /** As a person reads it. */
  String text();

  /** The value as a plain Java object: Long, Double, String or Boolean. */
  Object plain();

  /** A whole number. */
  record Whole(long value) implements Value {
    @Override
    public String text() {
      return Long.toString(value);
    }

    @Override
    public Object plain() {
      return value;
    }
  }

  /** A real number, finite. */
  record Real(double value) implements Value {
    public Real {
      Check.that(Double.isFinite(value), "a parameter's value must be finite, not %s", value);
    }

    @Override
    public String text() {
      return Double.toString(value);
    }

    @Override
    public Object plain() {
      return value;
    }
  }

  /** A word, the name of a branch of a choice, or a list as JSON text. */
  record Text(String value) implements Value {
    @Override
    public String text() {
      return value;
    }

    @Override
    public Object plain() {
      return value;
    }
  }

  /** True or false. */
  record Flag(boolean value) implements Value {
    @Override
    public String text() {
      return Boolean.toString(value);
    }

    @Override
    public Object plain() {
      return value;
    }
  }
}
