package io.espalier.search.schedule;

import io.espalier.search.history.Event;
import io.espalier.search.history.Limits;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Trial;
import io.espalier.search.schedule.StoppingRule.Result;
import java.util.Optional;

/**
 * The best of the trials that were told of: those at their end before the others, of these the ones
 * that came further, then by the objective. One without a value, or that does not meet the limits,
 * never leads.
 */
final class Leader {
  private final Objective objective;
  private final Limits limits;
  private Optional<Result> best = Optional.empty();

  Leader(Event.RunOpened opened) {
    objective = opened.objective();
    limits = Limits.of(opened);
  }

  /** Whether a trial may lead at all. */
  boolean counts(Result result) {
    return !Double.isNaN(result.trial().objective()) && limits.met(result.trial());
  }

  /** Takes in what came back; whether it is strictly better than all before it. */
  boolean improvedBy(Result result) {
    boolean better = counts(result) && best.map(before -> compare(result, before) < 0).orElse(true);
    if (better) {
      best = Optional.of(result);
    }
    return better;
  }

  private int compare(Result a, Result b) {
    if (a.completed() != b.completed()) {
      return a.completed() ? -1 : 1;
    }
    int further = a.completed() ? 0 : Integer.compare(b.trial().epochs(), a.trial().epochs());
    return further != 0 ? further : objective.compare(a.trial().objective(), b.trial().objective());
  }

  /** The trial that leads; empty while none has a value. */
  Optional<Trial> trial() {
    return best.map(Result::trial);
  }
}
