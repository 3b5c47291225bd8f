package io.espalier.driver.cluster;

/** A command was stopped from outside, by a signal; the same command goes on from there. */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  StoppedException(int exitCode, RuntimeException why) {
    super("stopped; what has ended is recorded, and the same command goes on from there", why);
    this.exitCode = exitCode;
  }

  /** Of the process: 128 and the number of the signal. */
  public int exitCode() {
    return exitCode;
  }
}
