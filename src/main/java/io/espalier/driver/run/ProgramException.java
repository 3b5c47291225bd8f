package io.espalier.driver.run;

/** A mistake of this program, met on an executor; nothing is recorded of the trials it met. */
public final class ProgramException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProgramException(String message) {
    super(message);
  }
}
