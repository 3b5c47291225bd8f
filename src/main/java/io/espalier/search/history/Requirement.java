package io.espalier.search.history;

import java.util.Locale;

/** What must be so before an event can follow. */
final class Requirement {
  private Requirement() {}

  /**
   * Refuses what is not so.
   *
   * @throws IllegalArgumentException with the formatted message
   */
  static void require(boolean condition, String message, Object... arguments) {
    if (!condition) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, message, arguments));
    }
  }
}
