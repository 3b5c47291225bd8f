package io.espalier.driver.run;

/** No trial ended with a usable objective; the message groups the reasons. */
public final class NothingTrainedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NothingTrainedException(String message) {
    super(message);
  }
}
