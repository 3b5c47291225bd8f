package io.espalier.cli;

import io.espalier.wire.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@code check gradients} answers: the rows that were checked. */
record GradientAnswer(List<Row> rows) implements Answer {
  /**
   * A row of the search and how far its gradients are from numeric ones.
   *
   * @param step how it trains
   * @param largestError relative, of all parameters
   */
  record Row(
      long row, Configuration hp, String step, double largestError, List<Parameter> parameters) {}

  /** How far one parameter's gradient is. */
  record Parameter(
      String parameter,
      String layer,
      List<Long> shape,
      long numbers,
      int checked,
      double largestError) {}

  @Override
  public String text() {
    return rows.stream()
        .map(GradientAnswer::text)
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private static String text(Row row) {
    List<String> lines = new ArrayList<>();
    lines.add(("row " + row.row() + " " + row.hp()).strip() + ", training step: " + row.step());
    TextTable table =
        new TextTable("parameter", "layer", "shape", "numbers", "checked", "largest error");
    for (Parameter one : row.parameters()) {
      table.row(
          one.parameter(),
          one.layer(),
          one.shape().stream().map(String::valueOf).collect(Collectors.joining("x")),
          Long.toString(one.numbers()),
          Integer.toString(one.checked()),
          error(one.largestError()));
    }
    lines.add(table.toString());
    lines.add("largest relative error " + error(row.largestError()));
    return String.join(System.lineSeparator(), lines);
  }

  static String error(double error) {
    return String.format(Locale.ROOT, "%.1e", error);
  }
}
