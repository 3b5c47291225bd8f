package io.espalier;

import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How far a run is.
 *
 * @param total trials of the search, invalid ones included
 * @param done trials that need no more work, whatever their status
 * @param failed of those, the diverged, failed and invalid ones
 * @param trained of those, the ones that were trained since the program started (for the time left)
 * @param best the best objective so far
 * @param bestSpread its standard deviation over the folds of a cross-validation; empty without
 *     folds
 * @param bestConfiguration its configuration; empty while there is none
 * @param latest the last epochs of trials that train and have told of one, the one that told last
 *     first; none where the session has no {@code spark.plugins = io.espalier.engine.LivePlugin}
 */
public record SearchProgress(
    long total,
    long done,
    long running,
    long failed,
    long trained,
    OptionalDouble best,
    OptionalDouble bestSpread,
    String bestConfiguration,
    List<Latest> latest) {
  /**
   * The last epoch that is known of a trial that trains.
   *
   * @param epoch epochs trained so far, from 1
   * @param value the objective's; NaN where it was not measured
   */
  public record Latest(int trial, int epoch, double value) {}

  public SearchProgress {
    latest = List.copyOf(latest);
  }

  /**
   * How far a history is.
   *
   * @param running trials that have a slot
   * @param latest last epochs of those, as far as they are known
   */
  public static SearchProgress of(
      History history,
      Objective objective,
      long total,
      int running,
      long trained,
      List<Latest> latest) {
    List<Trial> best = history.best(1);
    double spread =
        best.isEmpty()
            ? Double.NaN
            : objective.spread(best.get(0).counting(), best.get(0).parameters());
    return new SearchProgress(
        total,
        history.finished().size(),
        running,
        (long) history.count(TrialStatus.DIVERGED)
            + history.count(TrialStatus.FAILED)
            + history.count(TrialStatus.INVALID),
        trained,
        best.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(best.get(0).objective()),
        Double.isNaN(spread) ? OptionalDouble.empty() : OptionalDouble.of(spread),
        best.isEmpty() ? "" : best.get(0).configuration().toString(),
        latest);
  }
}
