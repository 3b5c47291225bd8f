package io.espalier.engine.parallel;

import io.espalier.data.PreparedData;
import io.espalier.engine.trial.Replica;
import io.espalier.engine.trial.WorkerFailedException;
import io.espalier.engine.trial.Workers.RoundLoss;
import io.espalier.wire.Outcome.Place;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;

/**
 * dl4j-spark's parameter averaging, one round per call of {@link #executeTraining}: the RDD given
 * to it has a partition per worker, with at most {@code averagingFrequency} batches each.
 */
final class AveragingMaster extends ParameterAveragingTrainingMaster {
  private final Broadcast<PreparedData> data;
  private final Broadcast<Form> form;
  private final int batchesPerRound;
  private double learningRate;
  private RoundLoss loss = new RoundLoss(0, 0);
  private List<Place> places = List.of();
  private Optional<Broadcast<RoundStart>> start = Optional.empty();

  AveragingMaster(
      Broadcast<PreparedData> data,
      Broadcast<Form> form,
      int workers,
      int averagingFrequency,
      int batchSize) {
    super(
        new Builder(workers, batchSize)
            .batchSizePerWorker(batchSize)
            .averagingFrequency(averagingFrequency)
            .workerPrefetchNumBatches(0)
            .rddTrainingApproach(RDDTrainingApproach.Direct)
            .repartionData(Repartition.Never)
            .storageLevel(null)
            .saveUpdater(true));
    this.data = data;
    this.form = form;
    batchesPerRound = workers * averagingFrequency;
  }

  /** Sets the rate of the rounds to come. */
  void learningRate(double rate) {
    learningRate = rate;
  }

  /** What the last round's steps saw. */
  RoundLoss loss() {
    return loss;
  }

  /** Where the last round's workers were. */
  List<Place> places() {
    return places;
  }

  /** Known without a job: no RDD is larger than a round. */
  @Override
  protected <T, R extends JavaRDDLike<T, R>> long getTotalDataSetObjectCount(
      JavaRDDLike<T, R> batches) {
    return batchesPerRound;
  }

  @Override
  public AveragingWorker getWorkerInstance(SparkDl4jMultiLayer spark) {
    MultiLayerNetwork network = spark.getNetwork();
    Broadcast<RoundStart> round =
        spark
            .getSparkContext()
            .broadcast(
                new RoundStart(
                    Replica.weights(network),
                    Replica.updaterState(network),
                    network.getIterationCount(),
                    learningRate));
    start = Optional.of(round);
    return new AveragingWorker(
        data,
        form,
        round,
        new WorkerConfiguration(
            false, rddDataSetNumExamples, batchSizePerWorker, averagingFrequency, 0, false));
  }

  /**
   * Gives the network the mean of the shares, added up in the order of the workers; without a
   * finite loss the network stays as it is.
   *
   * @throws WorkerFailedException if a worker failed
   */
  @Override
  protected void processResults(
      SparkDl4jMultiLayer spark,
      SparkComputationGraph none,
      JavaRDD<ParameterAveragingTrainingResult> results,
      int split,
      int splits) {
    List<Share> shares = collect(results);
    places = shares.stream().map(Share::place).toList();
    double sum = 0;
    int correct = 0;
    for (Share share : shares) {
      if (!share.failure().isEmpty()) {
        throw new WorkerFailedException(share.failure(), share.trace());
      }
      sum += share.lossSum();
      correct += share.correct();
    }
    loss = new RoundLoss(sum, correct);
    if (Double.isFinite(sum)) {
      average(shares, spark.getNetwork());
    }
  }

  private List<Share> collect(JavaRDD<ParameterAveragingTrainingResult> results) {
    try {
      return results.map(new ShareResult.Unpack()).collect();
    } finally {
      start.ifPresent(Broadcast::destroy);
    }
  }

  private static void average(List<Share> shares, MultiLayerNetwork network) {
    Replica.write(mean(shares.stream().map(Share::weights).toList()), network.params());
    float[] state = mean(shares.stream().map(Share::updaterState).toList());
    if (state.length > 0) {
      Replica.write(state, network.getUpdater().getStateViewArray());
    }
    network.setIterationCount(shares.stream().mapToInt(Share::iterations).max().orElseThrow());
  }

  /** Element by element; of a single array that array. */
  private static float[] mean(List<float[]> arrays) {
    float[] mean = arrays.get(0).clone();
    for (float[] array : arrays.subList(1, arrays.size())) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += array[i];
      }
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= arrays.size();
    }
    return mean;
  }
}
