package io.espalier.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How a command prints an answer that is one thing and no rows. */
final class AnswerOption {
  /** Ways to print it. */
  enum Form {
    TEXT,
    JSON
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Form form = Form.TEXT;

  void print(CommandSpec command, Answer answer) {
    command
        .commandLine()
        .getOut()
        .println(form == Form.JSON ? AnswerJson.object(command, answer) : answer.text());
  }
}
