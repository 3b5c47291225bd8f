package io.espalier.search.space;

/** A constraint cannot be evaluated for a configuration; the message is one line that says why. */
public final class ConstraintException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConstraintException(String message, Throwable cause) {
    super(message, cause);
  }

  ConstraintException(String message) {
    super(message);
  }
}
