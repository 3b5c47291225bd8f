package io.espalier.search.schedule;

import io.espalier.search.history.Best;
import io.espalier.search.history.Objective;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What ends a search, or one of its trials, before all that was asked for is done. None of it is
 * part of what is searched: a finished run goes on when a rule is loosened or left out.
 *
 * @param target the search ends once the best trial that trained to its end is at least as good;
 *     empty for never
 * @param minutes the search ends once it has gone on for so long, over all its processes, above 0
 * @param patience the search ends after so many trials without a better one, at least 1
 * @param leastGain the search ends once what more trials can be expected to gain is less; empty for
 *     never
 * @param trialMinutes a training ends with the epoch in which so many minutes of training and
 *     evaluation have passed, above 0
 */
public record StoppingSettings(
    OptionalDouble target,
    OptionalDouble minutes,
    OptionalInt patience,
    Optional<LeastGain> leastGain,
    OptionalDouble trialMinutes) {
  /** Nothing but the budget ends the search. */
  public static final StoppingSettings NONE =
      new StoppingSettings(
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          OptionalDouble.empty());

  /**
   * What more trials must be expected to gain, or they do not pay.
   *
   * @param amount of the objective, above 0; empty for what the best trial's own figure is
   *     uncertain by
   */
  public record LeastGain(OptionalDouble amount) {
    /** What the best trial's own figure is uncertain by. */
    public static final LeastGain UNCERTAINTY = new LeastGain(OptionalDouble.empty());

    public LeastGain {
      positive("search.no-longer-pays", amount);
    }
  }

  public StoppingSettings {
    if (target.isPresent() && !Double.isFinite(target.getAsDouble())) {
      throw new IllegalArgumentException(
          "search.target must be a finite number, not " + target.getAsDouble());
    }
    positive("search.minutes", minutes);
    positive("search.trial-minutes", trialMinutes);
    if (patience.isPresent() && patience.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "search.patience must be at least 1, not " + patience.getAsInt());
    }
  }

  /** Whether what trials gave decides when the search ends. */
  public boolean byResults() {
    return target.isPresent() || patience.isPresent() || leastGain.isPresent();
  }

  /** Whether a clock decides when something ends. */
  public boolean byClock() {
    return minutes.isPresent() || trialMinutes.isPresent();
  }

  /**
   * Why the best trial's own uncertainty cannot be compared with anything: nothing says how large
   * it is.
   *
   * @param trainings of each trial, its folds and repeats
   * @param validated whether there is one validation part
   */
  public Optional<String> objection(Objective objective, int trainings, boolean validated) {
    boolean own = leastGain.filter(least -> least.amount().isEmpty()).isPresent();
    boolean known = trainings > 1 || (validated && Best.isShare(objective.metric()));
    return own && !known
        ? Optional.of(
            "true compares with the uncertainty of the best trial, which a single training measures"
                + " of shares alone, such as validation-accuracy, and not of "
                + objective.metric()
                + "; give an amount of it, as in no-longer-pays = 0.001, or set search.repeats or"
                + " data.folds")
        : Optional.empty();
  }

  private static void positive(String key, OptionalDouble value) {
    if (value.isPresent() && !(value.getAsDouble() > 0 && Double.isFinite(value.getAsDouble()))) {
      throw new IllegalArgumentException(
          key + " must be a number above 0, not " + value.getAsDouble());
    }
  }
}
