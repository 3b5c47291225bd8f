package io.espalier.search.schedule;

import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import java.util.List;
import java.util.Optional;

/**
 * Decides who trains and how far. A function of the history: same seed and same history, same
 * decision. Asked whenever there is room for another segment; what it decides is appended to the
 * history before it is asked again.
 *
 * <p>A trial pauses by itself where its segment ends before its training does, so pausing is no
 * decision of its own: it is decided by how far {@link Decision.Start} and {@link Decision.Resume}
 * go.
 */
public interface Scheduler {
  /** The next decision. The history must have been opened. */
  Decision decide(History history);

  /**
   * What single epochs of trials that train decide by this history, before the next event. Whoever
   * stops so comes back as STOPPED; until then nothing has happened. It depends on which trials
   * have come back, so a deterministic search has none.
   *
   * @return empty where they decide nothing, whatever the history of this search
   */
  default Optional<EpochRule> epochRule(History history) {
    return Optional.empty();
  }

  /** Epochs at which trials of a new run are compared, rising; none where they never are. */
  default List<Integer> rungs() {
    return List.of();
  }

  /**
   * What so many trials come to if none fails, in one line for a person; empty where all of them
   * train to their end.
   */
  default Optional<String> outlook(Objective objective, long trials) {
    return Optional.empty();
  }
}
