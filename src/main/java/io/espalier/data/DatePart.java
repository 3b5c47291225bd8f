package io.espalier.data;

/** What a date or time becomes: one input each. All are those of the date as it is written. */
public enum DatePart {
  /** Days since 1970-01-01, with fraction. */
  NUMBER,
  YEAR,
  /** 1 to 12. */
  MONTH,
  /** Of the month, 1 to 31. */
  DAY,
  /** 1 (Monday) to 7. */
  WEEKDAY,
  /** 1 to 366. */
  DAY_OF_YEAR,
  /** 0 to 23. */
  HOUR,
  MINUTE,
  SECOND
}
