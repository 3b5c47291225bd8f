package io.espalier.driver.run;

import io.espalier.Experiment;
import io.espalier.search.schedule.Decision;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Outcome;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.TrialPlan;
import java.util.List;

/**
 * What is sent for a trial, and what comes back for it, as one.
 *
 * @param measureValidation whether the one split has a validation part
 * @param folds of the cross-validation that each trial is; 0 for the one split
 */
record TrialSegments(Experiment spec, boolean measureValidation, int folds, KeptTrials kept) {
  /** The segments that train a trial; one per fold where it is a cross-validation. */
  List<Segment> of(Decision.Train train) {
    TrialPlan resolved = spec.plan().of(train.configuration());
    Segment segment =
        new Segment(
            train.trial(),
            0,
            resolved.model(),
            resolved.training(),
            train.seed(),
            0,
            train.epochs(),
            Part.TRAIN,
            measureValidation || folds > 0,
            false,
            CheckpointRef.NONE,
            CheckpointRef.NONE);
    return folds > 0 ? CrossValidation.segments(segment, folds) : List.of(kept.prepare(segment));
  }

  /** The trial's outcome, from those of its segments. */
  Outcome merge(List<Outcome> outcomes) {
    return folds > 0 ? CrossValidation.merge(outcomes) : outcomes.get(0);
  }
}
