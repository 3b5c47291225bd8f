package io.espalier.search.schedule;

import io.espalier.search.history.History;

/**
 * Decides who trains and how far. A function of the history: same seed and same history, same
 * decision. Asked whenever there is room for another trial; what it decides is appended to the
 * history before it is asked again.
 */
public interface Scheduler {
  /** The next decision. The history must have been opened. */
  Decision decide(History history);
}
