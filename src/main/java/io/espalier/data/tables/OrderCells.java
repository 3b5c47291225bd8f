package io.espalier.data.tables;

import io.espalier.data.CellRules;
import io.espalier.data.files.Numbers;
import java.util.Arrays;

/** A column that orders the steps of sequences: numbers in double precision, or dates. */
final class OrderCells extends KeyCells {
  private enum Kind {
    UNKNOWN,
    NUMBERS,
    DATES
  }

  private final DateForm dateForm;
  private final String decimal;
  private Kind kind = Kind.UNKNOWN;
  private double[] values = new double[1024];

  OrderCells(String name, CellRules rules) {
    super(name, rules);
    dateForm = DateForm.of(rules);
    decimal = rules.decimal();
  }

  @Override
  String expected() {
    return switch (kind) {
      case UNKNOWN -> "a number or a date";
      case NUMBERS -> "a number as in the rows before";
      case DATES -> "a date as in the rows before";
    };
  }

  @Override
  boolean takeNumber(double value) {
    return Double.isFinite(value) && put(Kind.NUMBERS, value);
  }

  @Override
  boolean takeText(String text) {
    String number = decimal.equals(".") ? text : text.replace(decimal, ".");
    if (kind != Kind.DATES && Numbers.isNumber(number)) {
      return takeNumber(Double.parseDouble(number));
    }
    double days = dateForm.parse(text);
    return !Double.isNaN(days) && put(Kind.DATES, days);
  }

  @Override
  boolean takeDate(double days) {
    return put(Kind.DATES, days);
  }

  private boolean put(Kind found, double value) {
    kind = kind == Kind.UNKNOWN ? found : kind;
    if (rows() >= values.length) {
      values = Arrays.copyOf(values, Math.max(rows() + 1, values.length * 2));
    }
    values[rows()] = value;
    return kind == found;
  }

  /** A row's number, or days since 1970-01-01. */
  double value(int row) {
    return values[row];
  }

  /** A row's cell as a person reads it. */
  String text(int row) {
    return kind == Kind.DATES ? DateForm.text(values[row]) : Numbers.text(values[row]);
  }
}
