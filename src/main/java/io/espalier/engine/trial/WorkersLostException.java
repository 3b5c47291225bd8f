package io.espalier.engine.trial;

/** The workers are gone: that says nothing about the model. */
public final class WorkersLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what Spark said when it gave up. */
  public WorkersLostException(Throwable cause) {
    super(cause.getMessage(), cause);
  }
}
