package io.espalier.driver.tables;

import io.espalier.driver.tables.ClassScores.OneClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** How a classifier did on a part of the data, as text for a person. */
public final class ClassificationReport {
  private final List<String> names;
  private final List<List<Integer>> confusion;

  /**
   * @param names of the classes, by index; classes beyond them are called by their index
   * @param confusion examples by true class (row) and predicted class (column)
   */
  public ClassificationReport(List<String> names, List<List<Integer>> confusion) {
    this.names =
        IntStream.range(0, confusion.size())
            .mapToObj(i -> i < names.size() ? names.get(i) : Integer.toString(i))
            .toList();
    this.confusion = confusion;
  }

  /**
   * A line per class with its precision, recall, F1 and support, then the accuracy and the macro
   * and weighted averages. Macro averages are over the classes that occur, as truth or as
   * prediction; 0/0 counts as 0.
   */
  public List<String> scores() {
    ClassScores scores = ClassScores.of(confusion);
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("class", "precision", "recall", "f1", "support"));
    for (int i = 0; i < names.size(); i++) {
      OneClass each = scores.classes().get(i);
      rows.add(row(names.get(i), each.support(), score -> score.applyAsDouble(each)));
    }
    String support = Long.toString(scores.support());
    rows.add(List.of("accuracy", "", "", number(scores.accuracy()), support));
    rows.add(row("macro average", scores.support(), scores::macro));
    rows.add(row("weighted average", scores.support(), scores::weighted));
    return aligned(rows);
  }

  private static List<String> row(
      String name, long support, ToDoubleFunction<ToDoubleFunction<OneClass>> of) {
    return List.of(
        name,
        number(of.applyAsDouble(OneClass::precision)),
        number(of.applyAsDouble(OneClass::recall)),
        number(of.applyAsDouble(OneClass::f1)),
        Long.toString(support));
  }

  /** The confusion matrix: a row per true class, a column per predicted one, by index. */
  public List<String> matrix() {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of(""));
    IntStream.range(0, names.size()).forEach(i -> header.add(Integer.toString(i)));
    rows.add(header);
    int digits = Integer.toString(names.size() - 1).length();
    for (int i = 0; i < names.size(); i++) {
      List<String> row = new ArrayList<>();
      String index = Integer.toString(i);
      String name = names.get(i).equals(index) ? "" : " " + names.get(i);
      row.add(" ".repeat(digits - index.length()) + index + name);
      confusion.get(i).forEach(examples -> row.add(examples.toString()));
      rows.add(row);
    }
    return aligned(rows);
  }

  /** Scores and matrix, as a file. */
  public String text() {
    return String.join("\n", scores())
        + "\n\nConfusion matrix: examples by true class (row) and predicted class (column)\n\n"
        + String.join("\n", matrix())
        + "\n";
  }

  /** Names to the left, numbers to the right. */
  private static List<String> aligned(List<List<String>> rows) {
    int[] widths =
        IntStream.range(0, rows.get(0).size())
            .map(column -> rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0))
            .toArray();
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(row.get(0));
      line.append(" ".repeat(widths[0] - length(row.get(0))));
      for (int i = 1; i < widths.length; i++) {
        line.append(" ".repeat(2 + widths[i] - length(row.get(i)))).append(row.get(i));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
