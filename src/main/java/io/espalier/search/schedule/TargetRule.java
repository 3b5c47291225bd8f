package io.espalier.search.schedule;

import io.espalier.search.history.Event;
import io.espalier.search.history.Objective;
import java.util.Locale;
import java.util.Optional;

/** Ends a search once a trial that trained to its end is as good as was asked for. */
final class TargetRule implements StoppingRule {
  private final double target;
  private final Objective objective;
  private final Leader leader;
  private Optional<String> over = Optional.empty();

  TargetRule(double target, Event.RunOpened opened) {
    this.target = target;
    objective = opened.objective();
    leader = new Leader(opened);
  }

  @Override
  public void told(Result result) {
    double value = result.trial().objective();
    if (over.isEmpty()
        && result.completed()
        && leader.counts(result)
        && objective.compare(value, target) <= 0) {
      over =
          Optional.of(
              String.format(
                  Locale.ROOT,
                  "search.target = %s is reached: trial %d has %.4g",
                  target,
                  result.trial().number(),
                  value));
    }
  }

  @Override
  public Optional<String> over() {
    return over;
  }
}
