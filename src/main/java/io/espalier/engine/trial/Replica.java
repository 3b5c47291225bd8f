package io.espalier.engine.trial;

import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.engine.models.FastPaths;
import io.espalier.engine.models.Release;
import io.espalier.engine.step.Compilability;
import io.espalier.engine.step.Cores;
import io.espalier.engine.trial.TrainingStep.StepResult;
import io.espalier.engine.trial.Workers.RoundLoss;
import io.espalier.wire.Measures;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.TrialPlan;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A copy of a network on a worker, to train or to measure for one round. Not thread-safe. */
public final class Replica implements AutoCloseable {
  private final MultiLayerNetwork network;
  private final PreparedData data;
  private final ModelSpec model;
  private final TrainingSpec training;
  private final Criterion criterion;
  private final Criterion trained;
  private final Cores cores;
  private final BatchSource batches;
  private final boolean inLanes;
  private TrainingStep step = NoStep.YET;
  private Optional<LaneTrainer> lanes = Optional.empty();
  private Optional<Evaluator> evaluator = Optional.empty();

  /** Until the first batch there is no step: a replica that measures never needs one. */
  private enum NoStep implements TrainingStep {
    YET;

    @Override
    public StepResult step(Batch batch) {
      throw new IllegalStateException("the replica has not been told to train");
    }

    @Override
    public void learningRate(double rate) {}

    @Override
    public void reseed(long seed) {}
  }

  /**
   * A copy with the given weights, in the network's flat order.
   *
   * @param form the network without its weights; left as it is
   * @param inLanes whether it trains and is measured as those are that may train side by side
   */
  public Replica(
      MultiLayerConfiguration form,
      ModelSpec model,
      TrainingSpec training,
      PreparedData data,
      float[] weights,
      boolean inLanes) {
    FastPaths.allow();
    Nd4j.getMemoryManager().togglePeriodicGc(false);
    this.training = training;
    this.data = data;
    this.model = model;
    this.inLanes = inLanes && Compilability.backendObjection().isEmpty();
    criterion = Criterion.of(model, data.dataset().targets());
    trained = Criterion.trained(model, data.dataset().targets(), training);
    network = new MultiLayerNetwork(form.clone());
    INDArray parameters =
        Nd4j.createUninitialized(DataType.FLOAT, new long[] {1, weights.length}, 'c');
    write(weights, parameters);
    network.init(parameters, false);
    cores = Cores.ofTrial(network);
    batches = new BatchSource(data, model, cores);
  }

  /** Steps that the weights have been through. */
  public int iterations() {
    lanes.ifPresent(trainer -> trainer.store(0));
    return network.getIterationCount();
  }

  /**
   * Makes it ready to train.
   *
   * @param updaterState in the network's flat order; empty if its updater has none
   * @param iterations steps that the weights have been through
   */
  public void train(float[] updaterState, int iterations, double learningRate) {
    Targets targets = data.dataset().targets();
    if (updaterState.length > 0) {
      write(updaterState, network.getUpdater().getStateViewArray());
    }
    network.setIterationCount(iterations);
    if (inLanes) {
      lanes().rate(0, learningRate);
      return;
    }
    step = TrainingStep.of(network, trained, targets, training.gradientClip(), cores);
    step.learningRate(learningRate);
  }

  /** Takes a step on a batch of a {@link BatchFeed}. */
  public RoundLoss step(DataSet batch) {
    BatchData own = (BatchData) batch;
    StepResult result = lanes.map(trainer -> step(trainer, own.rows())).orElseGet(() -> step(own));
    return new RoundLoss(result.lossSum(), result.correct());
  }

  private StepResult step(BatchData batch) {
    step.reseed(batch.rows().dropoutSeed());
    return step.step(batch.batch());
  }

  private static StepResult step(LaneTrainer trainer, BatchRows batch) {
    trainer.reseed(0, batch.dropoutSeed());
    return trainer.step(new int[][] {batch.rows()}, 0, batch.rows().length).get(0);
  }

  /** The network as it is now, or as it is already in training. */
  private LaneTrainer lanes() {
    LaneTrainer trainer =
        lanes.orElseGet(
            () ->
                new LaneTrainer(
                    List.of(data), List.of(new TrialPlan(model, training)), List.of(network)));
    lanes = Optional.of(trainer);
    return trainer;
  }

  /** Measures a piece of the data in one batch. */
  public Tally measure(int[] rows, Measures measures) {
    Targets targets = data.dataset().targets();
    Score score = Score.of(rows, targets, criterion, measures);
    if (inLanes) {
      lanes().measure(new int[][] {rows}, List.of(score));
      return score.tally();
    }
    Evaluator measuring =
        evaluator.orElseGet(() -> new Evaluator(network, data, batches, criterion, cores));
    evaluator = Optional.of(measuring);
    measuring.add(rows, 0, rows.length, score);
    return score.tally();
  }

  /** The weights as they are now, in the network's flat order. */
  public float[] weights() {
    lanes.ifPresent(trainer -> trainer.store(0));
    return weights(network);
  }

  /** The updater's state as it is now; empty if it has none. */
  public float[] updaterState() {
    lanes.ifPresent(trainer -> trainer.store(0));
    return updaterState(network);
  }

  /** A network's weights in its flat order. */
  public static float[] weights(MultiLayerNetwork network) {
    return read(network.params());
  }

  /** The state of a network's updater in its flat order; empty if it has none. */
  public static float[] updaterState(MultiLayerNetwork network) {
    INDArray state = network.getUpdater().getStateViewArray();
    return state == null || state.isEmpty() ? new float[0] : read(state);
  }

  /** The numbers of a flat array. */
  static float[] read(INDArray flat) {
    float[] numbers = new float[Math.toIntExact(flat.length())];
    Nd4j.getAffinityManager().ensureLocation(flat, Location.HOST);
    flat.data().asNioFloat().get(numbers);
    return numbers;
  }

  /** Overwrites a flat array. */
  public static void write(float[] numbers, INDArray flat) {
    if (flat.length() != numbers.length) {
      throw new IllegalArgumentException(
          numbers.length + " numbers do not fill an array of " + flat.length());
    }
    flat.data().asNioFloat().put(numbers);
    Nd4j.getAffinityManager().tagLocation(flat, Location.HOST);
  }

  @Override
  public void close() {
    step.close();
    evaluator.ifPresent(Evaluator::close);
    batches.close();
    cores.close();
    Release.network(network);
    Release.workspaces();
  }
}
