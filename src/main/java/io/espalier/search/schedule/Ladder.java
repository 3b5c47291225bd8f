package io.espalier.search.schedule;

import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import java.util.Comparator;
import java.util.Optional;

/**
 * Who goes on from rung to rung, and who never will. It is told what was decided and what came
 * back; what it answers depends on what it was told, not on the order in which trials came to a
 * rung. Nothing changes by asking: an answer stands until it is told that it was acted on.
 */
interface Ladder {
  /**
   * A trial that came to a rung.
   *
   * @param value the objective's; NaN where it diverged, failed, stopped on the way or was not
   *     measured
   * @param canGoOn whether it paused there
   */
  record Arrival(int trial, int rung, double value, boolean canGoOn) {
    /** Whether it has a value by which it can be compared. */
    boolean valued() {
      return !Double.isNaN(value);
    }

    /** The better value first, ties by number; those without a value last. */
    static Comparator<Arrival> bestFirst(Objective objective) {
      return (a, b) -> {
        int better = objective.compare(a.value(), b.value());
        return better != 0 ? better : Integer.compare(a.trial(), b.trial());
      };
    }
  }

  /** A trial that goes on to a rung. */
  record Promotion(int trial, int toRung, String reason) {}

  /** A trial that goes no further. */
  record Leaver(int trial, String reason) {}

  /** Where a new trial begins. */
  record Place(int toRung, String reason) {}

  /** The rung to which the next new trial trains first. */
  Place place();

  /** Epochs that count when it is asked whether the budget allows the next new trial. */
  long spent(long epochsDecided);

  /** A new trial began. */
  void started(int trial);

  /** A trial goes on to a rung. */
  void promoted(int trial, int toRung);

  /** A trial goes no further, whoever decided so. */
  void stopped(int trial);

  /** What came of a trial at a rung is known. */
  void arrived(Arrival arrival);

  /** The trial that is to go on now. */
  Optional<Promotion> promotion();

  /** A trial of which it is certain that it never goes on. */
  Optional<Leaver> leaver();

  /** The paused trial that can be spared before others; of some ladders there is none. */
  Optional<Arrival> worst();

  /** No new trial comes. */
  void complete();

  /**
   * The trial that is to go on although the rule does not say so: no new trial comes, none trains,
   * and nobody has gone on from its rung.
   */
  Optional<Promotion> lastPromotion();

  /** Why a trial that paused at a rung has not gone on, for a person. */
  String standing(int trial);

  /** What single epochs decide of trials between rungs; of some ladders they decide nothing. */
  default Optional<EpochRule> between(History history) {
    return Optional.empty();
  }

  /** Epochs that so many trials are expected to train together, if none fails. */
  long planned(int trials);
}
