package io.espalier.driver.draft;

import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Ways in which people write numbers and dates. */
final class Cells {
  /** Of the cells of a column, the share that must be written so. */
  private static final double NEARLY_ALL = 0.95;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private static final String SYMBOLS = "%$€£¥";
  private static final String COMMAS = "thousands = \",\"";

  /** What the data block says of a column, and how a person reads it. */
  record Form(String keys, Pattern cell) {}

  private static final List<Form> NUMBERS =
      List.of(
          form(COMMAS, "[+-]?[1-9]\\d{0,2}(,\\d{3})+(\\.\\d+)?|[+-]?\\d+(\\.\\d+)?"),
          form("decimal = \",\"", "[+-]?\\d+(,\\d+)?"),
          form(
              "decimal = \",\", thousands = \".\"",
              "[+-]?\\d{1,3}(\\.\\d{3})+(,\\d+)?|[+-]?\\d+(,\\d+)?"),
          form(
              "decimal = \",\", thousands = \" \"",
              "[+-]?\\d{1,3}([ \u00a0\u202f]\\d{3})+(,\\d+)?|[+-]?\\d+(,\\d+)?"),
          form("thousands = \"'\"", "[+-]?\\d{1,3}('\\d{3})+(\\.\\d+)?|[+-]?\\d+(\\.\\d+)?"));

  /** Day before month where both fit: most of the world writes so. */
  private static final List<String> DATES =
      List.of(
          "yyyy-MM-dd",
          "yyyy-MM-dd HH:mm:ss",
          "yyyy-MM-dd HH:mm",
          "yyyy-MM-dd'T'HH:mm:ss",
          "yyyy/MM/dd",
          "dd.MM.yyyy",
          "dd.MM.yyyy HH:mm",
          "d.M.yyyy",
          "dd/MM/yyyy",
          "MM/dd/yyyy",
          "d/M/yyyy",
          "M/d/yyyy",
          "dd-MM-yyyy",
          "dd-MM-yyyy HH:mm");

  private Cells() {}

  private static Form form(String keys, String cell) {
    return new Form(keys, Pattern.compile(cell));
  }

  /** Whether a program would have written it: digits with a point. */
  static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  /**
   * The keys that read nearly all of the cells as numbers; empty if no convention does.
   *
   * @param commas whether a comma stands before fractions rather than between groups of digits
   *     where it may be either, as in 1,234
   */
  static Optional<String> numbers(Collection<String> cells, boolean commas) {
    String symbols = symbols(cells);
    List<String> plain = cells.stream().map(Cells::withoutSymbols).toList();
    String stripped = symbols.isEmpty() ? "" : "symbols = [" + symbols + "]";
    if (!symbols.isEmpty() && nearlyAll(plain, NUMBER)) {
      return Optional.of(stripped);
    }
    return NUMBERS.stream()
        .sorted(Comparator.comparing(form -> commas && form.keys().equals(COMMAS)))
        .filter(form -> nearlyAll(plain, form.cell()))
        .findFirst()
        .map(form -> symbols.isEmpty() ? form.keys() : form.keys() + ", " + stripped);
  }

  /** The pattern of nearly all of the cells as dates. */
  static Optional<String> dates(Collection<String> cells) {
    return DATES.stream().filter(pattern -> share(cells, pattern) >= NEARLY_ALL).findFirst();
  }

  private static double share(Collection<String> cells, String pattern) {
    DateTimeFormatter form = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    return share(
        cells,
        cell -> {
          try {
            form.parse(cell);
            return true;
          } catch (DateTimeException none) {
            return false;
          }
        });
  }

  private static boolean nearlyAll(Collection<String> cells, Pattern pattern) {
    return share(cells, cell -> pattern.matcher(cell).matches()) >= NEARLY_ALL;
  }

  private static double share(
      Collection<String> cells, java.util.function.Predicate<String> written) {
    return cells.isEmpty() ? 0 : (double) cells.stream().filter(written).count() / cells.size();
  }

  /** The symbols that the cells have, as a list in HOCON. */
  private static String symbols(Collection<String> cells) {
    return SYMBOLS
        .chars()
        .mapToObj(Character::toString)
        .filter(symbol -> cells.stream().anyMatch(cell -> cell.contains(symbol)))
        .map(symbol -> "\"" + symbol + "\"")
        .collect(java.util.stream.Collectors.joining(", "));
  }

  private static String withoutSymbols(String cell) {
    StringBuilder plain = new StringBuilder();
    cell.chars().filter(c -> SYMBOLS.indexOf(c) < 0).forEach(c -> plain.append((char) c));
    return plain.toString().strip();
  }
}
