package io.espalier.search.schedule;

import io.espalier.search.history.Best;
import io.espalier.search.history.Event;
import io.espalier.search.history.Interval;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Trial;
import io.espalier.search.schedule.StoppingSettings.LeastGain;
import java.util.Locale;
import java.util.Optional;

/**
 * Ends a search when it no longer pays: as many trials again would gain less than an amount, or
 * less than what the best trial's own figure is uncertain by, half of its {@link Interval}, so that
 * nobody could tell the gain from luck (the idea of Makarova et al., Automatic Termination for
 * Hyperparameter Optimization, AutoML 2022). The gain is {@link ExpectedGain}'s, over trials that
 * trained to their end; it is not asked before {@value #LEAST_TRIALS} trials have begun and {@value
 * #LEAST_VALUES} have come to their end.
 */
final class GainRule implements StoppingRule {
  static final int LEAST_TRIALS = 20;
  static final int LEAST_VALUES = 10;

  private final LeastGain least;
  private final Event.RunOpened opened;
  private final Leader leader;
  private final ExpectedGain gain = new ExpectedGain();
  private Optional<String> over = Optional.empty();

  GainRule(LeastGain least, Event.RunOpened opened) {
    this.least = least;
    this.opened = opened;
    leader = new Leader(opened);
  }

  @Override
  public void told(Result result) {
    if (over.isPresent()) {
      return;
    }
    leader.improvedBy(result);
    if (result.first()) {
      gain.counted();
    }
    if (result.completed() && leader.counts(result)) {
      double value = result.trial().objective();
      boolean lower = opened.objective().goal() == Objective.Goal.MINIMIZE;
      gain.valued(result.trial().number(), lower ? value : -value);
    }
    if (gain.trials() >= LEAST_TRIALS && gain.valued() >= LEAST_VALUES) {
      over = leader.trial().flatMap(best -> tooLittle(best, gain.next()));
    }
  }

  private Optional<String> tooLittle(Trial best, double next) {
    if (least.amount().isPresent()) {
      double amount = least.amount().getAsDouble();
      return next < amount ? Optional.of(expected(next, best) + "less than " + amount) : none();
    }
    Optional<Interval> interval = Best.measured(opened, best);
    double half = interval.map(Interval::halfWidth).orElse(0.0);
    return next < half
        ? Optional.of(
            expected(next, best)
                + String.format(
                    Locale.ROOT,
                    "less than the %.2g by which that is uncertain (%s)",
                    half,
                    interval.orElseThrow().from()))
        : none();
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  private String expected(double next, Trial best) {
    return String.format(
        Locale.ROOT,
        "search.no-longer-pays: %d more trials are expected to gain %.2g on trial %d's %.4g, ",
        gain.trials(),
        next,
        best.number(),
        best.objective());
  }

  @Override
  public Optional<String> over() {
    return over;
  }
}
