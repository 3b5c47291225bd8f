package io.espalier.data;

import java.io.Serializable;
import java.util.List;

/**
 * How the text of a cell is read.
 *
 * @param decimal what stands before the fraction of a number; one character
 * @param thousands what stands between groups of digits; one character, or empty for nothing
 * @param symbols what numbers may have before or behind them; {@code %} divides by 100
 * @param dates patterns of {@link java.time.format.DateTimeFormatter}, tried in turn; without any
 *     only columns that are declared dates hold dates, in ISO 8601
 * @param dateInputs what a date becomes; at least one
 * @param holes what counts as a hole, without blanks at its ends
 */
public record CellRules(
    String decimal,
    String thousands,
    List<String> symbols,
    List<String> dates,
    List<DatePart> dateInputs,
    List<String> holes)
    implements Serializable {
  /** What counts as a hole where nothing else is said: what pandas takes for one, and {@code ?}. */
  public static final List<String> HOLES =
      List.of(
          "",
          "NA",
          "N/A",
          "n/a",
          "#N/A",
          "#N/A N/A",
          "#NA",
          "<NA>",
          "NaN",
          "nan",
          "-NaN",
          "-nan",
          "NaT",
          "NULL",
          "Null",
          "null",
          "None",
          "none",
          "na",
          "?",
          "1.#IND",
          "-1.#IND",
          "1.#QNAN",
          "-1.#QNAN");

  /** Numbers with a decimal point, dates as numbers. */
  public static final CellRules USUAL =
      new CellRules(".", "", List.of(), List.of(), List.of(DatePart.NUMBER), HOLES);

  public CellRules {
    symbols = List.copyOf(symbols);
    dates = List.copyOf(dates);
    dateInputs = List.copyOf(dateInputs);
    holes = List.copyOf(holes);
    require(decimal.length() == 1, "decimal: expected one character, found '" + decimal + "'");
    require(
        thousands.length() <= 1, "thousands: expected one character, found '" + thousands + "'");
    require(
        !decimal.equals(thousands),
        "thousands: expected another character than decimal, found '" + thousands + "' for both");
    require(!dateInputs.isEmpty(), "date-inputs: expected at least one, found none");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
