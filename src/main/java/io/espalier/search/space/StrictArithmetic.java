package io.espalier.search.space;

import java.math.MathContext;
import org.apache.commons.jexl3.JexlArithmetic;

/**
 * Arithmetic without silent conversions: only true and false are conditions, and only things of one
 * kind compare. Whole numbers divide to whole numbers, as in Java.
 */
final class StrictArithmetic extends JexlArithmetic {
  StrictArithmetic() {
    super(true);
  }

  @Override
  protected JexlArithmetic createWithOptions(boolean strict, MathContext context, int scale) {
    return this;
  }

  @Override
  public boolean toBoolean(Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw new IllegalArgumentException(
        "'" + value + "' is neither true nor false; compare it with something");
  }

  @Override
  protected boolean toBoolean(boolean strict, Object value) {
    return toBoolean(value);
  }

  @Override
  public boolean testPredicate(Object value) {
    return toBoolean(value);
  }

  @Override
  public boolean equals(Object left, Object right) {
    sameKind(left, right);
    return super.equals(left, right);
  }

  @Override
  public boolean lessThan(Object left, Object right) {
    sameKind(left, right);
    return super.lessThan(left, right);
  }

  @Override
  public boolean lessThanOrEqual(Object left, Object right) {
    sameKind(left, right);
    return super.lessThanOrEqual(left, right);
  }

  @Override
  public boolean greaterThan(Object left, Object right) {
    sameKind(left, right);
    return super.greaterThan(left, right);
  }

  @Override
  public boolean greaterThanOrEqual(Object left, Object right) {
    sameKind(left, right);
    return super.greaterThanOrEqual(left, right);
  }

  private static void sameKind(Object left, Object right) {
    boolean same =
        (left instanceof Number && right instanceof Number)
            || (left instanceof String && right instanceof String)
            || (left instanceof Boolean && right instanceof Boolean);
    if (!same) {
      throw new IllegalArgumentException("'" + left + "' and '" + right + "' do not compare");
    }
  }
}
