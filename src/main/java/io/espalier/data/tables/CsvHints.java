package io.espalier.data.tables;

import io.espalier.data.CsvForm;
import io.espalier.data.CsvForm.FirstLine;
import io.espalier.data.DataException;
import io.espalier.data.files.Numbers;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tells from a file's first lines that it has another form than was said, and which. */
final class CsvHints {
  private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d.*");
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final int MOST_SHOWN = 60;

  /** Separators that are tried where the one that was said finds a single column, with names. */
  private static final Map<String, String> SEPARATORS =
      new TreeMap<>(Map.of(";", ";", "\t", "tab", "|", "|", ",", ","));

  private CsvHints() {}

  /**
   * Refuses lines that another separator, comment, skip or header would read.
   *
   * @param lines the first of the file, after those that are skipped; at least one
   */
  static void refuseOtherForm(String file, CsvForm form, List<List<String>> lines) {
    List<String> first = lines.get(0);
    int place = form.skip() + 1;
    if (first.size() == 1) {
      otherSeparator(first.get(0), lines)
          .ifPresent(
              separator -> {
                throw refused(
                    file,
                    place,
                    "more than one column",
                    shown(first),
                    "set data.separator = \"" + separator + "\"");
              });
    }
    if (form.firstLine() == FirstLine.NAMES) {
      return;
    }
    int last = lines.get(lines.size() - 1).size();
    if (comment(first.get(0)).isPresent() && first.size() != last) {
      throw refused(
          file,
          place,
          last + " cells as in later lines",
          first.size() + " (" + shown(first) + ")",
          "if lines that begin so are comments, set data.comment = \""
              + comment(first.get(0)).orElse("")
              + "\"");
    }
    int width = laterWidth(lines);
    if (width > 0 && width != first.size() && !trailing(lines, first.size())) {
      throw refused(
          file,
          place,
          width + " cells as in the lines after it",
          first.size() + " cells (" + shown(first) + ")",
          "to leave it out set data.skip = "
              + place
              + (looksLikeData(lines.get(1))
                  ? ", and data.header = false as no names follow"
                  : ""));
    }
    if (form.firstLine() == FirstLine.UNSAID && looksLikeData(first)) {
      throw refused(
          file,
          place,
          "the columns' names",
          "what looks like data (" + shown(first) + ")",
          "set data.header = false if it is data, true if these are names");
    }
  }

  /** How a line of another width may have come about; empty if nobody knows. */
  static String ofOtherWidth(List<String> header, int cells, CsvForm form) {
    if (cells == 1 && form.comment().isEmpty()) {
      return "; if such lines are comments, set data.comment to the character they begin with";
    }
    if (cells > header.size() && form.separator().equals(",")) {
      return "; a cell with a comma inside needs quotes";
    }
    return "";
  }

  /** Whether at least half of the cells are numbers. */
  static boolean mostlyNumbers(List<String> cells) {
    return cells.stream().filter(Numbers::isNumber).count() * 2 >= cells.size();
  }

  /**
   * Whether cells are values rather than names: dates, or numbers that no one would call columns
   * by. Whole numbers that ascend, as of pixels or years, may be names.
   */
  static boolean looksLikeData(List<String> cells) {
    List<String> numbers = cells.stream().filter(Numbers::isNumber).toList();
    boolean ascend = true;
    for (int i = 1; i < numbers.size(); i++) {
      ascend &= Double.parseDouble(numbers.get(i - 1)) < Double.parseDouble(numbers.get(i));
    }
    return cells.stream().anyMatch(cell -> DATE.matcher(cell).matches())
        || !ascend
        || numbers.stream().anyMatch(number -> !WHOLE.matcher(number).matches());
  }

  /** How many cells all lines but the first have; 0 if they differ or there are none. */
  private static int laterWidth(List<List<String>> lines) {
    Set<Integer> widths = new HashSet<>();
    lines.stream().skip(1).forEach(line -> widths.add(line.size()));
    return widths.size() == 1 ? widths.iterator().next() : 0;
  }

  /** Whether the later lines have one more cell, an empty one. */
  private static boolean trailing(List<List<String>> lines, int width) {
    return lines.stream()
        .skip(1)
        .allMatch(line -> line.size() == width + 1 && line.get(width).isEmpty());
  }

  private static Optional<String> comment(String cell) {
    return Stream.of("#", "%", ";", "!").filter(cell::startsWith).findFirst();
  }

  private static Optional<String> otherSeparator(String cell, List<List<String>> lines) {
    if (comment(cell).isPresent()) {
      return Optional.empty();
    }
    Optional<String> one =
        SEPARATORS.keySet().stream()
            .filter(cell::contains)
            .map(separator -> SEPARATORS.getOrDefault(separator, separator))
            .findFirst();
    boolean blanks =
        lines.size() > 1
            && BLANKS.matcher(cell).find()
            && lines.stream()
                .allMatch(
                    line ->
                        line.size() == 1
                            && BLANKS.split(line.get(0)).length == BLANKS.split(cell).length);
    return one.or(() -> blanks ? Optional.of(CsvForm.BLANKS) : Optional.empty());
  }

  private static DataException refused(
      String file, int line, String expected, String found, String help) {
    return new DataException(
        file + ": line " + line + ": expected " + expected + ", found " + found + "; " + help);
  }

  private static String shown(List<String> cells) {
    String text = String.join(",", cells);
    return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
  }
}
