package io.espalier.engine.trial;

import io.espalier.engine.trial.TrainingStep.StepResult;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Measures;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/**
 * Networks in training that take batches of one size at the same time; what is said of each is in
 * the order of their segments. Not thread-safe.
 */
sealed interface Trainees extends AutoCloseable permits OneTrainee, DenseTrainees {
  /**
   * The networks of segments that may train together: new, or from their checkpoints.
   *
   * @throws IOException if a checkpoint cannot be read, in one line
   * @throws IllegalArgumentException if model, data and task do not fit each other
   */
  static Trainees of(TrainingPlan plan, FoldedData data, List<Segment> segments)
      throws IOException {
    Segment first = segments.get(0);
    return DenseTrainees.take(plan, data.of(first), first)
        ? DenseTrainees.of(plan, data, segments)
        : new OneTrainee(Trainee.of(plan, data.of(first), first));
  }

  /** So many batches, at most, are one call of {@link #step}. */
  int batchesPerStep();

  /** Numbers that training changes, in each. */
  long trainableNumbers();

  /** Prepares an epoch; see {@link Trainee#beginEpoch}. */
  void beginEpoch(int epoch, double[] rates, long[] dropoutSeeds);

  /**
   * Takes a step in each; one without a finite loss need not go on.
   *
   * @param orders the epoch's examples of each; where they take the same ones, the same array
   */
  List<StepResult> step(int[][] orders, int from, int examples);

  /** What one of them says of itself after an epoch; see {@link Trainee#measurements}. */
  default SortedMap<String, Double> measurements(int index) {
    return Collections.emptySortedMap();
  }

  /** Counts the epoch as trained. */
  void endEpoch(int epoch);

  /** The weights and running statistics of a network as they are now, in its flat order. */
  float[] weights(int index);

  /** Gives a network other weights; its updater's state stays. */
  void weights(int index, float[] numbers);

  /** NaN if there is one among the weights of one of them, else infinity if so, else 0. */
  double brokenWeight(int index);

  /** Measures a part with each; nothing of the networks changes. */
  List<Evaluation> evaluate(Part part, Measures measures);

  /** Writes a network with its updater's state, replacing what was there. */
  void save(int index, CheckpointRef target) throws IOException;

  /** Seconds spent on assembling batches since the beginning, for all together. */
  double dataSeconds();

  /**
   * The same without some of them, which are freed, or this itself where that is no faster.
   *
   * @param stay their indexes, ascending
   */
  Trainees only(List<Integer> stay);

  /** Frees everything, the networks too. */
  @Override
  void close();
}
