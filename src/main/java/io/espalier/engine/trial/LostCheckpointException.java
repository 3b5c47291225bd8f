package io.espalier.engine.trial;

/** The state that a segment was to go on from is gone or damaged; the message is one line. */
public final class LostCheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LostCheckpointException(String message, Exception cause) {
    super(message, cause);
  }
}
