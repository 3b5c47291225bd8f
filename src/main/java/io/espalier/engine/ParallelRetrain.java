package io.espalier.engine;

import io.espalier.data.PreparedData;
import io.espalier.engine.parallel.SparkWorkers;
import io.espalier.engine.trial.SegmentRunner;
import io.espalier.engine.trial.WorkersLostException;
import io.espalier.wire.ModelSpec.Kind;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Place;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import io.espalier.wire.TrainingSpec;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Trains one network on the whole cluster by dl4j-spark's parameter averaging. Called on the
 * driver, which holds the mean and asks for rounds; executors hold the data already.
 *
 * <p>With one worker the numbers are those of a training in one task, bit for bit, but for dropout,
 * which draws from a seed per batch. The same number of workers and averaging frequency give the
 * same bits, wherever the workers run.
 */
public final class ParallelRetrain {
  private final JavaSparkContext spark;
  private final Broadcast<TrainingPlan> plan;
  private final Broadcast<PreparedData> data;

  /** Trainings over a broadcast plan and broadcast data. */
  public ParallelRetrain(
      JavaSparkContext spark, Broadcast<TrainingPlan> plan, Broadcast<PreparedData> data) {
    this.spark = spark;
    this.plan = plan;
    this.data = data;
  }

  /**
   * Trains a segment. Whatever happens to the model is the outcome's status.
   *
   * @param segment of a network of layers, in batches that are not the whole part
   * @param workers that train copies side by side; more than there are slots take turns
   * @param averagingFrequency batches that each worker trains on between two averages
   * @throws WorkersLostException if Spark gave up on the executors
   * @throws IllegalArgumentException if the segment cannot be trained this way
   */
  public Outcome train(Segment segment, int workers, int averagingFrequency) {
    TrainingSpec training = data.value().weighted(segment.training(), segment.trainOn());
    if (workers < 1 || averagingFrequency < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "workers and averaging-frequency must be at least 1, not %d and %d",
              workers,
              averagingFrequency));
    }
    if (segment.model().kind() == Kind.GCN || training.batchSize() == TrainingSpec.WHOLE_PART) {
      throw new IllegalArgumentException(
          "neither a gcn nor a batch of the whole part trains data-parallel");
    }
    boolean inLanes = SegmentRunner.inLanes(plan.value(), data.value(), segment);
    try (SparkWorkers cluster =
        new SparkWorkers(
            spark, data, segment.model(), training, workers, averagingFrequency, inLanes)) {
      Place before = new Place("", "", 0);
      Outcome outcome = SegmentRunner.run(plan.value(), data.value(), segment, before, cluster);
      String device =
          String.format(
              Locale.ROOT,
              "%d workers, averaged every %d steps: %s",
              workers,
              averagingFrequency,
              String.join(", ", cluster.devices()));
      return outcome.at(new Place(String.join(", ", cluster.hosts()), device, 0));
    }
  }
}
