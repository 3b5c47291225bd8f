package io.espalier.driver.run;

import io.espalier.driver.run.TrialQueue.Waiting;
import io.espalier.wire.Assignment;
import io.espalier.wire.Segment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Trials that travel together, as one assignment.
 *
 * @param trials at least one, in the order in which they are trained
 */
record Bundle(List<Waiting> trials) {
  Bundle {
    trials = List.copyOf(trials);
  }

  /** The trials of an assignment. */
  static Bundle of(Assignment assignment) {
    Map<Integer, List<Segment>> trials =
        assignment.segments().stream()
            .collect(
                Collectors.groupingBy(Segment::trial, LinkedHashMap::new, Collectors.toList()));
    return new Bundle(
        trials.entrySet().stream().map(e -> new Waiting(e.getKey(), e.getValue())).toList());
  }

  boolean single() {
    return trials.size() == 1;
  }

  /** Trials of a bundle that took too long come back; a single one is trained to its end. */
  Assignment assignment() {
    return new Assignment(
        first(),
        trials.stream().flatMap(trial -> trial.segments().stream()).toList(),
        single() ? Assignment.NEVER : Bundling.HAND_BACK_MILLIS);
  }

  /** For a person who looks at Spark's jobs. */
  String description() {
    return "trial " + first() + (single() ? "" : " and " + (trials.size() - 1) + " more");
  }

  private int first() {
    return trials.get(0).trial();
  }
}
