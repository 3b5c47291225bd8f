package io.espalier;

import io.espalier.cli.EspalierCommand;

/** The program: arguments in, exit code out. */
public final class Main {
  private Main() {}

  /** Runs the command line and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(EspalierCommand.execute(arguments));
  }
}
