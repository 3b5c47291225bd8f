package io.espalier.driver.cluster;

import io.espalier.Experiment;
import io.espalier.data.PreparedData;
import io.espalier.engine.Companions;
import io.espalier.engine.lanes.LaneShape;
import io.espalier.engine.lanes.LaneShape.Batches;
import io.espalier.wire.TrainingPlan;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.TrialPlan;
import java.util.Optional;

/**
 * The memory of all that train side by side in one slot, estimated from above: as many as the shape
 * of their networks allows, or the experiment has.
 *
 * @param together trainings side by side at most
 * @param trainings folds and repeats of a trial; with more than one, lanes may take batches of
 *     their own
 */
record GroupMemory(int together, int trainings) {
  /** Of the trials of an experiment. */
  static GroupMemory of(Experiment spec, PreparedData data) {
    int trainings = Math.max(1, data.folds().size()) * spec.judgement().repeats();
    long all = spec.search().trials().orElse(Integer.MAX_VALUE) * (long) trainings;
    return new GroupMemory((int) Math.min(spec.search().together(), all), trainings);
  }

  /**
   * Of trials like this one; nothing if they train one after another.
   *
   * @param parameters of the network
   */
  Optional<TrialMemory> memory(TrialPlan trial, PreparedData data, long parameters) {
    if (together == TrainingPlan.ALONE) {
      return Optional.empty();
    }
    return Companions.shape(trial, data)
        .map(
            shape ->
                memory(shape, Batches.SHARED, trial.training(), parameters)
                    .larger(
                        trainings > 1
                            ? memory(shape, Batches.OWN, trial.training(), parameters)
                            : TrialMemory.NONE));
  }

  private TrialMemory memory(
      LaneShape shape, Batches batches, TrainingSpec training, long parameters) {
    int lanes = Math.min(shape.mostLanes(batches), together);
    return new TrialMemory(
        TrialMemory.ofNetworks(parameters, training, lanes),
        shape.bytesInTraining(lanes, batches)
            + lanes * TrialMemory.ofBestEpoch(parameters, training),
        0);
  }
}
