package io.espalier.search.suggest;

import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Observation;
import io.espalier.search.history.Trial;
import io.espalier.wire.Configuration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a searcher may know when it proposes a trial: everything that was proposed before, and what
 * came of some of the trials. In a deterministic search these are the ones up to a fixed distance
 * behind, the lag: what later trials gave is not seen even where it is known already, so that the
 * proposal does not depend on the order in which they finish, nor on how many train at the same
 * time.
 */
public final class SearchView {
  /** The lag of a searcher that looks at no outcome. */
  public static final int UNSEEN = Integer.MAX_VALUE;

  private final History history;
  private final List<Trial> observed;

  private SearchView(History history, List<Trial> observed) {
    this.history = history;
    this.observed = observed;
  }

  /**
   * What a scheduler shows of a history.
   *
   * @param observed trials as far as they may be seen, by number
   */
  public static SearchView of(History history, List<Trial> observed) {
    return new SearchView(history, observed);
  }

  /** All that is known: proposals depend on the order in which trials come back. */
  public static SearchView ofAll(History history) {
    return new SearchView(history, history.trials().stream().filter(Trial::observed).toList());
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
    return new SearchView(history, history.trials().subList(0, wanted));
  }

  /** Whether all is known that {@link #of} needs. */
  public static boolean ready(History history, int lag) {
    return wanted(history, lag) <= history.observedTo();
  }

  private static int wanted(History history, int lag) {
    return Math.max(0, history.trials().size() - lag);
  }

  /** What earlier runs gave, which is known from the beginning. */
  public List<Observation> earlier() {
    return history.opened().observations();
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

  /**
   * The trials whose outcomes may be seen, by number; of some there is no objective. Where trials
   * train from rung to rung each is shown as far as it may be known; numbers between them can be
   * missing.
   */
  public List<Trial> observed() {
    return observed;
  }

  /** The numbers of the trials that were proposed and of whose outcomes nothing may be seen. */
  public List<Integer> pending() {
    List<Integer> pending = new ArrayList<>();
    int next = 1;
    for (Trial seen : observed) {
      for (; next < seen.number(); next++) {
        pending.add(next);
      }
      next = seen.number() + 1;
    }
    for (; next < trial(); next++) {
      pending.add(next);
    }
    return pending;
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
