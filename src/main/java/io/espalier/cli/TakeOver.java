package io.espalier.cli;

import io.espalier.RunOptions;
import io.espalier.driver.journal.Claim;
import picocli.CommandLine.Option;

/** Whether a command that writes in a run's folder may take the run from another one. */
final class TakeOver {
  @Option(
      names = "--take-over",
      description = "Take the run from the command that holds it; that one stops.")
  private boolean force;

  /** The options with what was said. */
  RunOptions in(RunOptions options) {
    return force ? options.takingOver() : options;
  }

  /** The claim of a command. */
  Claim claim(String command) {
    return new Claim(command, force);
  }
}
