package io.espalier.wire;

import java.io.Serializable;
import java.util.List;

/**
 * What a task gives back for its assignment.
 *
 * @param outcomes of the segments that were trained, in order; a trial that is not among them was
 *     not tried, or met the trouble
 * @param lost trials that have to be trained from their beginning; what outcomes of them are there
 *     do not count
 * @param troubles what ended the task early: one, or none
 */
public record TaskResult(List<Outcome> outcomes, List<LostCheckpoint> lost, List<Trouble> troubles)
    implements Serializable {
  public TaskResult {
    outcomes = List.copyOf(outcomes);
    lost = List.copyOf(lost);
    troubles = List.copyOf(troubles);
    Check.that(troubles.size() < 2, "a task ends at its first trouble");
  }

  /** A task that met no trouble. */
  public static TaskResult of(List<Outcome> outcomes) {
    return new TaskResult(outcomes, List.of(), List.of());
  }
}
