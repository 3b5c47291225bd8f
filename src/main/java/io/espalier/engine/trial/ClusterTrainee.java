package io.espalier.engine.trial;

import io.espalier.data.Augmenter;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.engine.models.ModelFiles;
import io.espalier.engine.models.Networks;
import io.espalier.engine.models.Release;
import io.espalier.engine.trial.TrainingStep.StepResult;
import io.espalier.engine.trial.Workers.RoundLoss;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Measures;
import io.espalier.wire.Part;
import io.espalier.wire.Seeds;
import io.espalier.wire.Seeds.Purpose;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A stack of layers whose copies train elsewhere; here is their mean. */
final class ClusterTrainee implements Trainee {
  private final MultiLayerNetwork network;
  private final PreparedData data;
  private final Segment segment;
  private final Criterion criterion;
  private final Workers workers;
  private final long experimentSeed;
  private int epoch;
  private double rate;

  private ClusterTrainee(
      MultiLayerNetwork network,
      PreparedData data,
      Segment segment,
      Criterion criterion,
      Workers workers,
      long experimentSeed) {
    this.network = network;
    this.data = data;
    this.segment = segment;
    this.criterion = criterion;
    this.workers = workers;
    this.experimentSeed = experimentSeed;
  }

  static ClusterTrainee of(TrainingPlan plan, PreparedData data, Segment segment, Workers workers)
      throws IOException {
    Targets targets = data.dataset().targets();
    Criterion criterion = Criterion.of(segment.model(), targets);
    return new ClusterTrainee(
        NetworkTrainee.stack(plan, segment), data, segment, criterion, workers, plan.seed());
  }

  @Override
  public int batchesPerStep() {
    return workers.batchesPerRound();
  }

  @Override
  public long trainableNumbers() {
    return Networks.trainableNumbers(network);
  }

  /** Dropout has a seed for each batch: its worker knows nothing of the batches before. */
  @Override
  public void beginEpoch(int epoch, double rate, long dropoutSeed) {
    this.epoch = epoch;
    this.rate = rate;
    network.setEpochCount(epoch);
  }

  @Override
  public StepResult step(int[] order, int from, int examples) {
    int batchSize = segment.training().batchSize();
    long epochSeed = Augmenter.seed(experimentSeed, segment.repeat(), segment.fold(), epoch);
    List<BatchRows> batches = new ArrayList<>();
    for (int at = from; at < from + examples; at += batchSize) {
      int[] rows = Arrays.copyOfRange(order, at, Math.min(at + batchSize, from + examples));
      long dropoutSeed = Seeds.seed(segment.seed(), Purpose.DROPOUT, epoch, at / batchSize);
      batches.add(new BatchRows(rows, dropoutSeed, epochSeed));
    }
    RoundLoss loss = workers.train(network, rate, batches);
    return new StepResult(loss.sum(), loss.correct(), examples);
  }

  @Override
  public void endEpoch(int epoch) {
    network.setEpochCount(epoch + 1);
  }

  @Override
  public INDArray weights() {
    return network.params();
  }

  @Override
  public double brokenWeight() {
    return Outputs.notFinite(network.params());
  }

  /** In the batches of a measurement in one process. */
  @Override
  public Evaluation evaluate(Part part, Measures measures) {
    int[] rows = data.split().rows(part);
    Score score = Score.of(part, rows, data.dataset().targets(), criterion, measures);
    int size = Evaluator.batchSize(data.dataset().shape().size());
    List<int[]> pieces = new ArrayList<>();
    for (int from = 0; from < rows.length; from += size) {
      pieces.add(Arrays.copyOfRange(rows, from, Math.min(from + size, rows.length)));
    }
    workers.measure(network, measures, pieces).forEach(score::add);
    return score.evaluation(part);
  }

  @Override
  public void save(CheckpointRef target) throws IOException {
    ModelFiles.save(network, target);
  }

  /** Workers assemble batches while others train: that time is not told apart. */
  @Override
  public double dataSeconds() {
    return 0;
  }

  @Override
  public void close() {
    Release.network(network);
  }
}
