package io.espalier.model;

/** Which numbers a field takes; the records that are made of them check it. */
public enum FieldRange {
  ANY("of any size"),
  ABOVE_ZERO("above 0"),
  AT_LEAST_ZERO("of at least 0"),
  FRACTION("in [0, 1)"),
  ONE_TO_HUNDRED("from 1 to 100");

  private final String words;

  FieldRange(String words) {
    this.words = words;
  }

  /** The range behind a noun: "a number above 0". */
  public String words() {
    return words;
  }

  /** Whether a number is in it. */
  public boolean accepts(double number) {
    return switch (this) {
      case ANY -> Double.isFinite(number);
      case ABOVE_ZERO -> number > 0;
      case AT_LEAST_ZERO -> number >= 0;
      case FRACTION -> number >= 0 && number < 1;
      case ONE_TO_HUNDRED -> number >= 1 && number <= 100;
    };
  }
}
