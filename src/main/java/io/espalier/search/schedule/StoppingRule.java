package io.espalier.search.schedule;

import io.espalier.search.history.Trial;
import java.util.Optional;

/**
 * Ends a search by what its trials gave. It is told of one segment after the other; once it has
 * ended the search, nothing that it is told later changes that. So what it answers depends on the
 * history alone, and in a deterministic search on the order of decisions.
 */
interface StoppingRule {
  /**
   * A segment of a trial came back.
   *
   * @param trial as it was then
   * @param first whether it is the trial's first segment
   * @param completed whether the trial has trained to its end
   */
  record Result(Trial trial, boolean first, boolean completed) {}

  /** Takes in what came back. */
  void told(Result result);

  /** Why the search is over, with figures; empty while it is not. */
  Optional<String> over();
}
