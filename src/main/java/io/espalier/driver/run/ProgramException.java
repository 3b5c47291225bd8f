package io.espalier.driver.run;

/** A mistake of this program, met on an executor; nothing is recorded of the trials it met. */
public final class ProgramException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String evidence;

  ProgramException(String message, String evidence) {
    super(message);
    this.evidence = evidence;
  }

  /** The stack trace of where it was met. */
  public String evidence() {
    return evidence;
  }
}
