package io.espalier.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A command that ran in this JVM.
 *
 * @param code it ended with
 * @param output what it wrote to standard output
 * @param errors what it wrote to standard error
 */
record CommandRun(int code, String output, String errors) {
  static CommandRun of(String... arguments) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    CommandRun run = into(new AnswerStream(printed, false), arguments);
    return new CommandRun(run.code, printed.toString(StandardCharsets.UTF_8), run.errors);
  }

  /** A command whose answer goes elsewhere. */
  static CommandRun into(AnswerStream answer, String... arguments) {
    PrintStream err = System.err;
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
    try {
      int code = EspalierCommand.execute(answer, arguments);
      return new CommandRun(code, "", complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(err);
    }
  }
}
