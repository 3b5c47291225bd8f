package io.espalier.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Option;

/** How a command prints the rows of its answer. */
final class AnswerFormat {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private RowFormat format = RowFormat.TABLE;

  void print(List<String> header, List<List<Object>> rows, PrintWriter out) {
    format.print(header, rows, out);
  }
}
