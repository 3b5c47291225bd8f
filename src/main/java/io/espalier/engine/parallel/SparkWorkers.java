package io.espalier.engine.parallel;

import io.espalier.data.PreparedData;
import io.espalier.engine.trial.BatchRows;
import io.espalier.engine.trial.Replica;
import io.espalier.engine.trial.Tally;
import io.espalier.engine.trial.WorkerFailedException;
import io.espalier.engine.trial.Workers;
import io.espalier.engine.trial.WorkersLostException;
import io.espalier.wire.Measures;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Outcome.Place;
import io.espalier.wire.TrainingSpec;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;

/** Workers that are tasks on a Spark cluster, for the training of one network. */
public final class SparkWorkers implements Workers {
  private final JavaSparkContext spark;
  private final Broadcast<PreparedData> data;
  private final ModelSpec model;
  private final TrainingSpec training;
  private final int count;
  private final int averagingFrequency;
  private final boolean inLanes;
  private final SortedSet<String> hosts = new TreeSet<>();
  private final SortedSet<String> devices = new TreeSet<>();
  private Optional<Crew> crew = Optional.empty();

  /** What is there once the network is known. */
  private record Crew(SparkDl4jMultiLayer front, AveragingMaster master, Broadcast<Form> form) {}

  /**
   * @param count workers, which are tasks of one Spark job; more than there are slots take turns
   * @param averagingFrequency batches that each of them trains on between two averages
   * @param inLanes whether the network trains as those that may train side by side
   */
  public SparkWorkers(
      JavaSparkContext spark,
      Broadcast<PreparedData> data,
      ModelSpec model,
      TrainingSpec training,
      int count,
      int averagingFrequency,
      boolean inLanes) {
    this.spark = spark;
    this.data = data;
    this.model = model;
    this.training = training;
    this.count = count;
    this.averagingFrequency = averagingFrequency;
    this.inLanes = inLanes;
  }

  /** Names of the machines that have trained so far. */
  public List<String> hosts() {
    return List.copyOf(hosts);
  }

  /** Where on them they have trained so far. */
  public List<String> devices() {
    return List.copyOf(devices);
  }

  @Override
  public int batchesPerRound() {
    return count * averagingFrequency;
  }

  @Override
  public RoundLoss train(MultiLayerNetwork network, double learningRate, List<BatchRows> batches) {
    Crew here = crew(network);
    here.master.learningRate(learningRate);
    spark.sc().setJobDescription("data-parallel training, step " + network.getIterationCount());
    return attempt(
        () -> {
          here.master.executeTraining(
              here.front,
              spark
                  .parallelize(batches, Math.min(count, batches.size()))
                  .mapPartitions(new FeedFunction(data, here.form)));
          for (Place place : here.master.places()) {
            hosts.add(place.host());
            devices.add(place.device());
          }
          return here.master.loss();
        });
  }

  @Override
  public List<Tally> measure(MultiLayerNetwork network, Measures measures, List<int[]> pieces) {
    Crew here = crew(network);
    Broadcast<RoundStart> start =
        spark.broadcast(
            new RoundStart(Replica.weights(network), new float[0], network.getIterationCount(), 0));
    spark.sc().setJobDescription("data-parallel measurement");
    try {
      return attempt(
          () ->
              spark
                  .parallelize(pieces, Math.min(count, pieces.size()))
                  .mapPartitions(new MeasureFunction(data, here.form, start, measures))
                  .collect());
    } finally {
      start.destroy();
    }
  }

  @SuppressWarnings("ReferenceEquality") // the very network, not one with the same weights
  private Crew crew(MultiLayerNetwork network) {
    Crew here = crew.orElseGet(() -> assemble(network));
    if (here.front.getNetwork() != network) {
      throw new IllegalArgumentException("these workers train another network");
    }
    crew = Optional.of(here);
    return here;
  }

  private Crew assemble(MultiLayerNetwork network) {
    Broadcast<Form> form =
        spark.broadcast(
            new Form(model, training, network.getLayerWiseConfigurations().clone(), inLanes));
    AveragingMaster master =
        new AveragingMaster(data, form, count, averagingFrequency, training.batchSize());
    return new Crew(new SparkDl4jMultiLayer(spark, network, master), master, form);
  }

  /** Spark throws checked exceptions that its Java methods do not declare. */
  private static <T> T attempt(Supplier<T> job) {
    try {
      return job.get();
    } catch (WorkerFailedException failed) {
      throw failed;
    } catch (Exception lost) {
      throw new WorkersLostException(lost);
    }
  }

  @Override
  public void close() {
    crew.ifPresent(here -> here.form.destroy());
  }
}
