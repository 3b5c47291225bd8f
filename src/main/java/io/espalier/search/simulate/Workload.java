package io.espalier.search.simulate;

import io.espalier.search.history.Trial;
import io.espalier.wire.Outcome;

/** What stands in for training. */
public interface Workload {
  /**
   * What a trial's next segment gives; its timing says how many seconds it takes. A function: the
   * same trial gives the same outcome.
   *
   * @param trial as it is before the segment
   * @param toEpoch epochs when the segment ends, above the trial's
   */
  Outcome train(Trial trial, int toEpoch);
}
