package io.espalier.search.suggest;

import io.espalier.search.history.History;

/**
 * Proposes configurations. A searcher is a function of the history: asked twice with the same
 * history it answers the same, and a new searcher given a history goes on where the former one
 * stopped. What it keeps between calls may only save time. It never changes the history, uses
 * random numbers from {@link io.espalier.wire.Seeds} alone, and passes over diverged, failed and
 * invalid trials.
 */
public interface Searcher {
  /** What to try as trial {@link History#nextTrial()}. */
  Suggestion next(History history);
}
