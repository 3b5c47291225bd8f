package io.espalier.search.schedule;

import io.espalier.search.history.Event;
import io.espalier.search.history.Trial;
import java.util.Locale;
import java.util.Optional;

/**
 * Ends a search after so many trials without a better one. A trial counts when its first segment
 * comes back, whatever came of it. Where trials train from rung to rung, one that is the first at a
 * higher rung is better than all before it.
 */
final class PatienceRule implements StoppingRule {
  private final int patience;
  private final Leader leader;
  private int without;
  private Optional<String> over = Optional.empty();

  PatienceRule(int patience, Event.RunOpened opened) {
    this.patience = patience;
    leader = new Leader(opened);
  }

  @Override
  public void told(Result result) {
    if (over.isPresent()) {
      return;
    }
    if (leader.improvedBy(result)) {
      without = 0;
    } else if (result.first()) {
      without++;
    }
    if (without >= patience) {
      over = Optional.of(reason());
    }
  }

  private String reason() {
    String trials = "search.patience = " + patience + " is used up: ";
    Optional<Trial> best = leader.trial();
    return best.map(
            trial ->
                String.format(
                    Locale.ROOT,
                    "%snone of %d trials is better than trial %d with %.4g",
                    trials,
                    without,
                    trial.number(),
                    trial.objective()))
        .orElse(trials + "none of " + without + " trials has a value");
  }

  @Override
  public Optional<String> over() {
    return over;
  }
}
