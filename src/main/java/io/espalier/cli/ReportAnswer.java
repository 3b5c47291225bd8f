package io.espalier.cli;

import io.espalier.driver.run.RunComparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the command that draws pages answers.
 *
 * @param reports the pages
 * @param comparison of several runs
 */
record ReportAnswer(List<String> reports, Optional<RunComparison> comparison) implements Answer {
  /**
   * Fields of its JSON object.
   *
   * @param runs of several runs, a row of the comparison each, by its header
   * @param differences between the first run and each of the others
   */
  record Fields(List<String> reports, List<Map<String, String>> runs, List<String> differences) {}

  @Override
  public String text() {
    List<String> lines = new ArrayList<>(reports);
    comparison.ifPresent(
        several -> {
          TextTable table = new TextTable(several.header());
          several.rows().forEach(table::row);
          lines.add(table.toString());
          lines.addAll(several.differences());
          if (several.differences().isEmpty()) {
            lines.add("the same search on the same data");
          }
        });
    return String.join(System.lineSeparator(), lines);
  }

  @Override
  public Fields fields() {
    return new Fields(
        reports,
        comparison.map(ReportAnswer::rows).orElse(List.of()),
        comparison.map(RunComparison::differences).orElse(List.of()));
  }

  private static List<Map<String, String>> rows(RunComparison several) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (List<String> cells : several.rows()) {
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < cells.size(); i++) {
        row.put(several.header().get(i), cells.get(i));
      }
      rows.add(row);
    }
    return rows;
  }
}
