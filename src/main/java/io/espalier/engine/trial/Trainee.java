package io.espalier.engine.trial;

import io.espalier.data.PreparedData;
import io.espalier.engine.trial.TrainingStep.StepResult;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Measures;
import io.espalier.wire.ModelSpec.Kind;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import java.io.IOException;
import java.util.Collections;
import java.util.SortedMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network in training, with its data: what an epoch loop needs to know, whatever kind of network
 * it is. Not thread-safe.
 */
sealed interface Trainee extends AutoCloseable
    permits NetworkTrainee, GraphTrainee, ClusterTrainee, OwnTrainee {
  /**
   * A segment's network: new, or from the segment's checkpoint.
   *
   * @throws IOException if the checkpoint cannot be read, in one line
   * @throws IllegalArgumentException if model, data and task do not fit each other
   */
  static Trainee of(TrainingPlan plan, PreparedData data, Segment segment) throws IOException {
    if (segment.model().kind() == Kind.TRAINABLE) {
      return OwnTrainee.of(plan, data, segment);
    }
    return segment.model().kind() == Kind.GCN
        ? GraphTrainee.of(plan, data, segment)
        : NetworkTrainee.of(plan, data, segment);
  }

  /** So many batches, at most, are one call of {@link #step}. */
  default int batchesPerStep() {
    return 1;
  }

  /** Numbers that training changes. */
  long trainableNumbers();

  /**
   * Prepares an epoch.
   *
   * @param epoch epochs already trained
   * @param rate the learning rate of all its steps
   * @param dropoutSeed nothing drawn before has an influence on what is dropped
   */
  void beginEpoch(int epoch, double rate, long dropoutSeed);

  /**
   * Takes a step, or as many as there are batches; one without a finite loss leaves the weights
   * alone.
   *
   * @param order indexes into the data set; the step is on those from {@code from} on
   */
  StepResult step(int[] order, int from, int examples);

  /** What it says of itself after an epoch, by name, beside what it is measured by. */
  default SortedMap<String, Double> measurements() {
    return Collections.emptySortedMap();
  }

  /** Counts the epoch as trained. */
  void endEpoch(int epoch);

  /** All weights and running statistics in the network's flat order; who writes it changes them. */
  INDArray weights();

  /** NaN if there is one among the weights, else infinity if there is one, else 0. */
  double brokenWeight();

  /**
   * Measures a part; nothing of the network changes.
   *
   * @param measures what it is measured by; those that are undefined on the part are left out
   * @throws IllegalArgumentException if the part is empty
   */
  Evaluation evaluate(Part part, Measures measures);

  /** Writes the network with its updater's state, replacing what was there. */
  void save(CheckpointRef target) throws IOException;

  /** Seconds spent on assembling batches since the beginning. */
  double dataSeconds();

  /** Frees everything, the network too. */
  @Override
  void close();
}
