package io.espalier.search.suggest;

import java.util.OptionalLong;

/**
 * Proposes configurations. A searcher is a function of what it is shown: asked twice with the same
 * view it answers the same, and a new searcher goes on where the former one stopped. What it keeps
 * between calls may only save time. It uses random numbers from {@link io.espalier.wire.Seeds}
 * alone, and passes over diverged, failed and invalid trials.
 */
public interface Searcher {
  /** What to try as trial {@link SearchView#trial()}. */
  Suggestion next(SearchView view);

  /**
   * How many configurations it proposes at most; empty where that is unknown or there is no end.
   */
  OptionalLong proposals();

  /**
   * Whether outcomes change what it proposes. One that does not learn is shown none, and never
   * waits for any.
   */
  boolean learns();
}
