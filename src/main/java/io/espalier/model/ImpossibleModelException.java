package io.espalier.model;

/** A network that cannot exist; the message is one line that says why. */
public final class ImpossibleModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ImpossibleModelException(String message) {
    super(message);
  }
}
