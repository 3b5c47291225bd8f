package io.espalier.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How a command prints the rows of its answer. */
final class AnswerFormat {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private RowFormat format = RowFormat.TABLE;

  /** Prints an answer that is a list: as rows, or as one JSON object. */
  void print(CommandSpec command, RunsAnswer answer) {
    PrintWriter out = command.commandLine().getOut();
    if (format == RowFormat.JSON) {
      out.println(AnswerJson.object(command, answer));
    } else if (!answer.runs().isEmpty()) {
      format.print(RunsAnswer.HEADER, answer.cells(), out);
    }
  }

  void print(List<String> header, List<List<Object>> rows, PrintWriter out) {
    format.print(header, rows, out);
  }

  /**
   * Prints otherwise from here on.
   *
   * @throws UsageException if there is no such format
   */
  void use(String name) {
    format =
        Arrays.stream(RowFormat.values())
            .filter(one -> one.name().equalsIgnoreCase(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new UsageException(
                        "there is no format '"
                            + name
                            + "', but "
                            + Arrays.toString(RowFormat.values()).toLowerCase(Locale.ROOT)));
  }
}
