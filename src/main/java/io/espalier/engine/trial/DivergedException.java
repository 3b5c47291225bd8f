package io.espalier.engine.trial;

/** A loss or a weight that is no longer a finite number; the message says which, and when. */
final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  private DivergedException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** One line for a person. */
  String reason() {
    return reason;
  }

  /** Throws unless the value is finite. */
  static void check(double value, String what, String when) {
    if (!Double.isFinite(value)) {
      throw new DivergedException(
          what + " became " + (Double.isNaN(value) ? "NaN" : "infinite") + " in " + when);
    }
  }
}
