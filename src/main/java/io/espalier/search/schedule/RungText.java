package io.espalier.search.schedule;

import io.espalier.search.history.Objective;
import java.util.Locale;

/** Why trials go on from a rung, or do not, in one line. */
record RungText(Objective objective) {
  /**
   * What a trial is compared with.
   *
   * @param epochs at which the rung is
   * @param best who goes on, {@code the best third of 27 trials}
   * @param enough the value that was enough; NaN if none was
   */
  record Rung(int epochs, String best, double enough) {}

  /** The ones of so many that go on, one in {@code reduction}. */
  static String share(int reduction, int came) {
    if (came < reduction) {
      return "the best of " + came + (came == 1 ? " trial" : " trials");
    }
    String share =
        switch (reduction) {
          case 2 -> "half";
          case 3 -> "third";
          case 4 -> "quarter";
          default -> "1/" + reduction;
        };
    return "the best " + share + " of " + came + " trials";
  }

  /** It goes on. */
  String among(double value, Rung rung) {
    return number(value) + " is among " + rung.best() + " at rung " + rung.epochs();
  }

  /** It goes on because it is no worse than that. */
  String noWorse(double value, Rung rung) {
    return number(value)
        + " is no worse than "
        + rung.best()
        + " at rung "
        + rung.epochs()
        + " ("
        + number(rung.enough())
        + ")";
  }

  /** It goes no further. */
  String beaten(double value, Rung rung) {
    String stopped = "stopped at epoch " + rung.epochs() + ": ";
    if (Double.isNaN(value)) {
      return stopped + objective.metric() + " was not measured";
    }
    String than =
        objective.better(rung.enough(), value) ? " is worse than " : " is no better than ";
    return stopped
        + number(value)
        + than
        + rung.best()
        + " at rung "
        + rung.epochs()
        + " ("
        + number(rung.enough())
        + ")";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
