package io.espalier.engine.trial;

import io.espalier.data.Augmentation;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.engine.lanes.LaneShape;
import io.espalier.engine.models.ModelFiles;
import io.espalier.engine.models.Networks;
import io.espalier.engine.models.Release;
import io.espalier.engine.step.Compilability;
import io.espalier.engine.trial.TrainingStep.StepResult;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Measures;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import io.espalier.wire.TrialPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Small networks of dense layers that train side by side; one alone is a group of one. */
final class DenseTrainees implements Trainees {
  private final List<PreparedData> data;
  private final List<Segment> segments;
  private final List<MultiLayerNetwork> networks;
  private final LaneTrainer lanes;
  private double secondsBefore;

  private DenseTrainees(
      List<PreparedData> data, List<Segment> segments, List<MultiLayerNetwork> networks) {
    this.data = List.copyOf(data);
    this.segments = List.copyOf(segments);
    this.networks = List.copyOf(networks);
    lanes =
        new LaneTrainer(
            data,
            segments.stream().map(one -> new TrialPlan(one.model(), one.training())).toList(),
            networks);
  }

  /** Whether a segment trains this way. */
  static boolean take(TrainingPlan plan, PreparedData data, Segment segment) {
    return plan.mostTogether() > TrainingPlan.ALONE
        && data.augmentation().equals(Augmentation.NONE)
        && Compilability.backendObjection().isEmpty()
        && LaneShape.of(segment, plan.input(), plan.outputs(), data.split()).isPresent();
  }

  static DenseTrainees of(TrainingPlan plan, FoldedData data, List<Segment> segments)
      throws IOException {
    List<MultiLayerNetwork> networks = new ArrayList<>();
    try {
      for (Segment segment : segments) {
        networks.add(NetworkTrainee.stack(plan, segment));
      }
      return new DenseTrainees(segments.stream().map(data::of).toList(), segments, networks);
    } catch (IOException | RuntimeException | Error failure) {
      networks.forEach(Release::network);
      throw failure;
    }
  }

  @Override
  public int batchesPerStep() {
    return 1;
  }

  @Override
  public long trainableNumbers() {
    return Networks.trainableNumbers(networks.get(0));
  }

  @Override
  public void beginEpoch(int epoch, double[] rates, long[] dropoutSeeds) {
    for (int lane = 0; lane < networks.size(); lane++) {
      networks.get(lane).setEpochCount(epoch);
      LayerwiseUpdate.learningRate(networks.get(lane).getLayers(), rates[lane]);
      lanes.rate(lane, rates[lane]);
      lanes.reseed(lane, dropoutSeeds[lane]);
    }
  }

  @Override
  public List<StepResult> step(int[][] orders, int from, int examples) {
    return lanes.step(orders, from, examples);
  }

  @Override
  public void endEpoch(int epoch) {
    networks.forEach(network -> network.setEpochCount(epoch + 1));
  }

  @Override
  public float[] weights(int index) {
    lanes.store(index);
    return Replica.read(networks.get(index).params());
  }

  @Override
  public void weights(int index, float[] numbers) {
    lanes.store(index);
    Replica.write(numbers, networks.get(index).params());
    lanes.load(index);
  }

  @Override
  public double brokenWeight(int index) {
    return lanes.broken(index);
  }

  @Override
  public List<Evaluation> evaluate(Part part, Measures measures) {
    int[][] rows = rows(part);
    List<Score> scores = new ArrayList<>();
    for (int lane = 0; lane < rows.length; lane++) {
      Targets targets = data.get(lane).dataset().targets();
      scores.add(Score.of(part, rows[lane], targets, lanes.criterion(lane), measures));
    }
    lanes.measure(rows, scores);
    return scores.stream().map(score -> score.evaluation(part)).toList();
  }

  /** A part's examples of each lane: where the data are the same, the same array. */
  private int[][] rows(Part part) {
    IdentityHashMap<PreparedData, int[]> seen = new IdentityHashMap<>();
    return data.stream()
        .map(one -> seen.computeIfAbsent(one, its -> its.split().rows(part)))
        .toArray(int[][]::new);
  }

  @Override
  public void save(int index, CheckpointRef target) throws IOException {
    lanes.store(index);
    ModelFiles.save(networks.get(index), target);
  }

  @Override
  public double dataSeconds() {
    return secondsBefore + lanes.dataSeconds();
  }

  /** Moves once half have left. */
  @Override
  public Trainees only(List<Integer> stay) {
    if (2 * stay.size() > networks.size()) {
      return this;
    }
    stay.forEach(lanes::store);
    DenseTrainees fewer =
        new DenseTrainees(
            stay.stream().map(data::get).toList(),
            stay.stream().map(segments::get).toList(),
            stay.stream().map(networks::get).toList());
    fewer.secondsBefore = dataSeconds();
    for (int i = 0; i < networks.size(); i++) {
      if (!stay.contains(i)) {
        Release.network(networks.get(i));
      }
    }
    return fewer;
  }

  @Override
  public void close() {
    networks.forEach(Release::network);
  }
}
