package io.espalier.search.history;

import io.espalier.wire.Configuration;

/**
 * What a trial of an earlier run gave, as another search sees it.
 *
 * @param run the run that it is from, as in {@code quickstart/003}
 * @param trial its number there, from 1
 * @param configuration of the other search's space
 * @param objective the other search's, of what was measured; NaN where the trial diverged
 */
public record Observation(String run, int trial, Configuration configuration, double objective) {
  public Observation {
    if (trial < 1) {
      throw new IllegalArgumentException("a trial's number must be at least 1, not " + trial);
    }
  }
}
