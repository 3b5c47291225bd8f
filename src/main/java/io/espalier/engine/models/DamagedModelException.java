package io.espalier.engine.models;

import java.io.IOException;

/** A file holds no usable model: it was changed, broken off, or never one of ours. */
public final class DamagedModelException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Characters of a reason at most. */
  private static final int MOST_TEXT = 300;

  DamagedModelException(String message, Exception cause) {
    super(message, cause);
  }

  /**
   * For a zip that is no model.
   *
   * @param name what messages call it
   * @param problem whose message may hold words of the file's own: it becomes one line of bounded
   *     length
   */
  static DamagedModelException ofZip(String name, Exception problem) {
    String all = String.valueOf(problem.getMessage()).replaceAll("\\p{Cntrl}+", " ");
    String reason = all.length() <= MOST_TEXT ? all : all.substring(0, MOST_TEXT) + "…";
    return new DamagedModelException(name + " is not a usable model zip: " + reason, problem);
  }
}
