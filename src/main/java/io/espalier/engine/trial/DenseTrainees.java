package io.espalier.engine.trial;

import io.espalier.data.Augmentation;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.engine.lanes.DenseLanes;
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
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Small networks of dense layers that train side by side; one alone is a group of one. */
final class DenseTrainees implements Trainees {
  private final List<PreparedData> data;
  private final List<Segment> segments;
  private final List<MultiLayerNetwork> networks;
  private final DenseLanes lanes;
  private final LaneBatches batches;
  private final List<Criterion> measured;
  private final LaneLoss losses;
  private final LaneLoss trained;
  private final double[] rates;
  private final int width;
  private final int lanesCount;
  private double[][] outputs;
  private double[][] gradient;
  private double secondsBefore;

  private DenseTrainees(
      List<PreparedData> data, List<Segment> segments, List<MultiLayerNetwork> networks) {
    this.data = List.copyOf(data);
    this.segments = List.copyOf(segments);
    this.networks = List.copyOf(networks);
    lanesCount = segments.size();
    Targets targets = targets(0);
    width = targets.outputs();
    rates = new double[lanesCount];
    measured = lanes(lane -> Criterion.of(segments.get(lane).model(), targets(lane)));
    losses = new LaneLoss(measured, targets);
    trained =
        new LaneLoss(
            lanes(
                lane ->
                    Criterion.trained(
                        segments.get(lane).model(),
                        targets(lane),
                        segments.get(lane).training())),
            targets);
    outputs = new double[width][0];
    gradient = new double[width][0];
    batches = new LaneBatches(data);
    lanes =
        new DenseLanes(
            networks,
            segments.stream().map(Segment::model).toList(),
            data.get(0).dataset().shape().size());
  }

  /** Scaled as the lane's fold has it. */
  private Targets targets(int lane) {
    return data.get(lane).dataset().targets();
  }

  private <T> List<T> lanes(IntFunction<T> each) {
    return IntStream.range(0, lanesCount).mapToObj(each).toList();
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
  public void beginEpoch(int epoch, double[] epochRates, long[] dropoutSeeds) {
    for (int lane = 0; lane < lanesCount; lane++) {
      networks.get(lane).setEpochCount(epoch);
      LayerwiseUpdate.learningRate(networks.get(lane).getLayers(), epochRates[lane]);
      rates[lane] = epochRates[lane];
      lanes.reseed(lane, dropoutSeeds[lane]);
    }
  }

  @Override
  public List<StepResult> step(int[][] orders, int from, int examples) {
    forward(orders, from, examples, true);
    List<StepResult> results = trained.step(outputs, orders, from, examples, gradient);
    if (results.stream().anyMatch(result -> Double.isFinite(result.lossSum()))) {
      lanes.delta(examples, gradient);
      lanes.step(examples, rates);
    }
    return results;
  }

  private void forward(int[][] rows, int from, int examples, boolean training) {
    if (outputs[0].length < examples * lanesCount) {
      outputs = new double[width][examples * lanesCount];
      gradient = new double[width][examples * lanesCount];
    }
    lanes.forward(batches.fill(rows, from, examples), examples, training);
    lanes.read(examples, outputs);
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
    List<Score> scores =
        lanes(
            lane -> Score.of(part, rows[lane], targets(lane), measured.get(lane), measures));
    int batchSize = Math.max(LaneShape.FEWEST_MEASURED, segments.get(0).training().batchSize());
    double[] own = new double[width];
    for (int from = 0; from < rows[0].length; from += batchSize) {
      int examples = Math.min(batchSize, rows[0].length - from);
      forward(rows, from, examples, false);
      double[] loss = losses.measure(outputs, rows, from, examples, gradient);
      for (int at = 0; at < examples * lanesCount; at++) {
        for (int output = 0; output < width; output++) {
          own[output] = outputs[output][at];
        }
        int lane = at % lanesCount;
        scores.get(lane).add(loss[at], own, 0, rows[lane][from + at / lanesCount]);
      }
    }
    return scores.stream().map(score -> score.evaluation(part)).toList();
  }

  /** A part's examples of each lane: where the data are the same, the same array. */
  private int[][] rows(Part part) {
    Map<PreparedData, int[]> seen = new IdentityHashMap<>();
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
    return secondsBefore + batches.seconds();
  }

  /** Moves once half have left. */
  @Override
  public Trainees only(List<Integer> stay) {
    if (2 * stay.size() > lanesCount) {
      return this;
    }
    stay.forEach(lanes::store);
    DenseTrainees fewer =
        new DenseTrainees(
            stay.stream().map(data::get).toList(),
            stay.stream().map(segments::get).toList(),
            stay.stream().map(networks::get).toList());
    fewer.secondsBefore = dataSeconds();
    for (int i = 0; i < lanesCount; i++) {
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
