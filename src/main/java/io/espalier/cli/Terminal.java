package io.espalier.cli;

/** Whether a person is looking. */
final class Terminal {
  private Terminal() {}

  /** Whether the program reads from and writes to a terminal. */
  @SuppressWarnings(
      "SystemConsoleNull") // the build is pinned to JDK 17, where it is null without one
  static boolean interactive() {
    return System.console() != null;
  }
}
