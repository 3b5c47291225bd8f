package io.espalier.driver.run;

import io.espalier.RetrainSpec;
import io.espalier.search.history.Event;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Trial;
import io.espalier.wire.Outcome;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import java.util.List;

/**
 * Trials of which it is known before they train that they would be retrained just as they train:
 * every trial is retrained, on the training part and for as many epochs. They save their model and
 * meet the test part at once, and nothing is trained twice. What the test part says goes into the
 * {@link Event.Retrained} alone, never into the trial. Trials that are cross-validations, or train
 * in several segments, have no model to keep: they are not asked about.
 */
final class KeptTrials {
  private final RetrainSpec retrain;
  private final boolean all;
  private final Objective objective;
  private final ModelStore models;

  /**
   * @param most trials of the search
   */
  KeptTrials(RetrainSpec retrain, long most, Objective objective, ModelStore models) {
    this.retrain = retrain;
    this.all = retrain.rows() == Integer.MAX_VALUE || retrain.rows() >= most;
    this.objective = objective;
    this.models = models;
  }

  /** The segment as it is to be trained: unchanged, or saved and tested at its end. */
  Segment prepare(Segment segment) {
    boolean equal =
        all
            && segment.fromEpoch() == 0
            && retrain.mode() instanceof RetrainSpec.Single
            && retrain.data() == Part.TRAIN
            && (retrain.epochs() == 0
                || (segment.training().budget().steps() == 0
                    && !segment.training().budget().earlyStopping().asked()
                    && retrain.epochs() == segment.toEpoch()));
    return equal ? segment.kept(models.checkpoint(segment.trial(), 0), models.hasTest()) : segment;
  }

  /** What is recorded of a trial that has ended: one event, or two where it keeps its model. */
  List<Event> events(
      Segment segment, Trial trial, Outcome outcome, double queueSeconds, long atMillis) {
    Event finished =
        new Event.TrialFinished(trial.number(), outcome.untested(), queueSeconds, atMillis);
    if (segment.pauses() || !segment.save().exists()) {
      return List.of(finished);
    }
    if (outcome.status() != Outcome.Status.COMPLETED
        || Double.isNaN(objective.of(outcome.counting(), outcome.parameters()))) {
      models.discard(trial.number(), 0);
      return List.of(finished);
    }
    String model = models.keep(trial, 0, trial.seed(), outcome);
    return List.of(
        finished, new Event.Retrained(trial.number(), 0, trial.seed(), outcome, model, atMillis));
  }
}
