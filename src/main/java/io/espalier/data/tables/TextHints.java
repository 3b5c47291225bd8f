package io.espalier.data.tables;

import io.espalier.data.files.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells of a column of text that nearly all its cells are numbers or dates, written otherwise. */
final class TextHints {
  /** A share of the cells that have a value. */
  private static final double NEARLY_ALL = 0.95;

  private static final int FEWEST_CELLS = 3;

  private static final Pattern THOUSANDS =
      Pattern.compile("[+-]?[1-9]\\d{0,2}(,\\d{3})+(\\.\\d+)?");
  private static final Pattern DECIMAL_COMMA =
      Pattern.compile("[+-]?(\\d+|\\d{1,3}(\\.\\d{3})+)(,\\d+)?");
  private static final Pattern SYMBOL =
      Pattern.compile(
          "[+-]?\\s*(?<front>[\\p{Sc}%]?)\\s*(?<number>[^\\p{Sc}%]*?)\\s*(?<back>[\\p{Sc}%]?)");
  private static final List<String> DATES =
      List.of(
          "yyyy-MM-dd",
          "yyyy-MM-dd HH:mm[:ss]",
          "yyyy-MM-dd'T'HH:mm[:ss][.SSS][XXX]",
          "yyyy/MM/dd",
          "d.M.yyyy",
          "M/d/yyyy",
          "d/M/yyyy",
          "d-MMM-yyyy",
          "d MMM yyyy",
          "M/d/yyyy H:mm[:ss]",
          "d.M.yyyy H:mm[:ss]");

  private final String column;
  private final Map<String, Integer> cells = new LinkedHashMap<>();
  private int total;

  private TextHints(RawColumn.Texts texts) {
    this.column = texts.name();
    int[] counts = new int[texts.dictionary().size()];
    for (int code : texts.codes()) {
      if (code >= 0) {
        counts[code]++;
        total++;
      }
    }
    for (int code = 0; code < counts.length; code++) {
      if (counts[code] > 0) {
        cells.put(texts.dictionary().get(code), counts[code]);
      }
    }
  }

  /** What to set so that the column is read as numbers or dates; nothing for other columns. */
  static Optional<String> of(RawColumn column) {
    return column instanceof RawColumn.Texts texts ? new TextHints(texts).hint() : Optional.empty();
  }

  private Optional<String> hint() {
    if (total < FEWEST_CELLS || nearlyAll(Numbers::isNumber)) {
      return Optional.empty();
    }
    return numbers("").or(this::symbols).or(this::dates);
  }

  private Optional<String> numbers(String symbols) {
    if (nearlyAll(cell -> Numbers.isNumber(cell) || THOUSANDS.matcher(cell).matches())) {
      return told("numbers with commas between thousands", "thousands = \",\"" + symbols);
    }
    return nearlyAll(cell -> DECIMAL_COMMA.matcher(cell).matches())
        ? told("numbers with a decimal comma", "decimal = \",\"" + symbols)
        : Optional.empty();
  }

  /** Numbers with a currency's sign or a per cent sign. */
  private Optional<String> symbols() {
    Map<String, Integer> bare = new LinkedHashMap<>();
    List<String> symbols = new ArrayList<>();
    for (Map.Entry<String, Integer> cell : cells.entrySet()) {
      Matcher matcher = SYMBOL.matcher(cell.getKey());
      if (matcher.matches()) {
        bare.merge(matcher.group("number"), cell.getValue(), Integer::sum);
        for (String symbol : List.of(matcher.group("front"), matcher.group("back"))) {
          if (!symbol.isEmpty() && !symbols.contains(symbol)) {
            symbols.add(symbol);
          }
        }
      }
    }
    if (symbols.isEmpty()) {
      return Optional.empty();
    }
    String key = "symbols = [\"" + String.join("\", \"", symbols) + "\"]";
    int plain =
        bare.entrySet().stream()
            .filter(cell -> Numbers.isNumber(cell.getKey()))
            .mapToInt(Map.Entry::getValue)
            .sum();
    if (plain >= NEARLY_ALL * total) {
      return told("numbers with signs", key);
    }
    TextHints without = new TextHints(new RawColumn.Texts(column, new int[0], List.of()));
    without.cells.putAll(bare);
    without.total = total;
    return without.numbers(", " + key);
  }

  private Optional<String> dates() {
    for (String pattern : DATES) {
      DateForm form = new DateForm(List.of(pattern));
      if (nearlyAll(cell -> !Double.isNaN(form.parse(cell)))) {
        return told("dates", "dates = \"" + pattern + "\"");
      }
    }
    return Optional.empty();
  }

  private boolean nearlyAll(Predicate<String> test) {
    int missed = 0;
    for (Map.Entry<String, Integer> cell : cells.entrySet()) {
      missed += test.test(cell.getKey()) ? 0 : cell.getValue();
      if (missed > (1 - NEARLY_ALL) * total) {
        return false;
      }
    }
    return cells.values().stream().mapToInt(i -> i).sum() - missed >= NEARLY_ALL * total;
  }

  private Optional<String> told(String what, String keys) {
    return Optional.of(
        "column \""
            + column
            + "\" is read as text, but nearly all its "
            + total
            + " cells are "
            + what
            + ": to read it so set data.columns { \""
            + column
            + "\" { "
            + keys
            + " } }");
  }
}
