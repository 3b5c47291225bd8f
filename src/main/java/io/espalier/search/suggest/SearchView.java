package io.espalier.search.suggest;

import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.wire.Configuration;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a searcher may know when it proposes a trial: everything that was proposed before, and what
 * came of the trials up to a fixed distance behind, the lag, in trial order. What later trials gave
 * is not seen even where it is known already, so that the proposal does not depend on the order in
 * which they finish, nor on how many train at the same time.
 */
public final class SearchView {
  /** The lag of a searcher that looks at no outcome. */
  public static final int UNSEEN = Integer.MAX_VALUE;

  private final History history;
  private final Predicate<Trial> seen;

  private SearchView(History history, Predicate<Trial> seen) {
    this.history = history;
    this.seen = seen;
  }

  /** All that is known: proposals depend on the order in which trials come back. */
  public static SearchView ofAll(History history) {
    return new SearchView(history, SearchView::measured);
  }

  private static boolean measured(Trial trial) {
    return trial.status() != TrialStatus.RUNNING || !trial.segments().isEmpty();
  }

  /**
   * What may be known for the history's next trial n: the outcomes of trials 1 to n − 1 − lag.
   *
   * @param lag at least 0; {@link #UNSEEN} for no outcomes
   * @throws IllegalStateException if one of them is not known yet
   */
  public static SearchView of(History history, int lag) {
    int wanted = wanted(history, lag);
    if (wanted > history.observedTo()) {
      throw new IllegalStateException(
          "trial " + (history.observedTo() + 1) + " has to be measured first");
    }
    return new SearchView(history, trial -> trial.number() <= wanted);
  }

  /** Whether all is known that {@link #of} needs. */
  public static boolean ready(History history, int lag) {
    return wanted(history, lag) <= history.observedTo();
  }

  private static int wanted(History history, int lag) {
    return Math.max(0, history.trials().size() - lag);
  }

  /** The number of the trial to propose, from 1. */
  public int trial() {
    return history.nextTrial();
  }

  /** The experiment's seed. */
  public long seed() {
    return history.opened().seed();
  }

  /** What the search looks for. */
  public Objective objective() {
    return history.opened().objective();
  }

  /** The trials whose outcomes may be seen, by number; of some there is no objective. */
  public List<Trial> observed() {
    return history.trials().stream().filter(seen).toList();
  }

  /** The numbers of the trials that were proposed and of whose outcomes nothing may be seen. */
  public List<Integer> pending() {
    return history.trials().stream().filter(seen.negate()).map(Trial::number).toList();
  }

  /**
   * The configuration of an earlier trial.
   *
   * @param trial from 1 to {@link #trial()} − 1
   */
  public Configuration configuration(int trial) {
    return history.trials().get(trial - 1).configuration();
  }
}
