package io.espalier.engine.trial;

import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.engine.lanes.DenseLanes;
import io.espalier.engine.lanes.LaneShape;
import io.espalier.engine.trial.TrainingStep.StepResult;
import io.espalier.wire.TrialPlan;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Steps and measurements of networks of one shape, one in each lane. Not thread-safe. */
final class LaneTrainer {
  private final List<PreparedData> data;
  private final DenseLanes lanes;
  private final LaneBatches batches;
  private final List<Criterion> criteria;
  private final LaneLoss losses;
  private final LaneLoss trained;
  private final double[] rates;
  private final int width;
  private final int measuredTogether;
  private double[][] outputs;
  private double[][] gradient;

  /**
   * The networks as they are.
   *
   * @param data of each, as its fold sees them
   * @param plans of each; class weights are numbers
   */
  LaneTrainer(List<PreparedData> data, List<TrialPlan> plans, List<MultiLayerNetwork> networks) {
    this.data = List.copyOf(data);
    width = targets(0).outputs();
    rates = new double[networks.size()];
    batches = new LaneBatches(data);
    criteria = each(lane -> Criterion.of(plans.get(lane).model(), targets(lane)));
    losses = new LaneLoss(criteria, targets(0));
    trained = new LaneLoss(each(lane -> trained(plans.get(lane), targets(lane))), targets(0));
    measuredTogether = Math.max(LaneShape.FEWEST_MEASURED, plans.get(0).training().batchSize());
    outputs = new double[width][0];
    gradient = new double[width][0];
    lanes =
        new DenseLanes(
            networks,
            plans.stream().map(TrialPlan::model).toList(),
            data.get(0).dataset().shape().size());
  }

  private static Criterion trained(TrialPlan plan, Targets targets) {
    return Criterion.trained(plan.model(), targets, plan.training());
  }

  /** Scaled as the lane's fold has it. */
  private Targets targets(int lane) {
    return data.get(lane).dataset().targets();
  }

  private <T> List<T> each(IntFunction<T> ofLane) {
    return IntStream.range(0, rates.length).mapToObj(ofLane).toList();
  }

  /** Sets the rate of a lane's steps to come. */
  void rate(int lane, double rate) {
    rates[lane] = rate;
  }

  /** Sets where a lane's dropout draws from. */
  void reseed(int lane, long seed) {
    lanes.reseed(lane, seed);
  }

  /**
   * Takes a step in every lane; one whose loss is not finite is not to be used any further.
   *
   * @param rows of each lane, indexes into the data; where they are the same, the same array
   */
  List<StepResult> step(int[][] rows, int from, int examples) {
    forward(rows, from, examples, true);
    List<StepResult> results = trained.step(outputs, rows, from, examples, gradient);
    if (results.stream().anyMatch(result -> Double.isFinite(result.lossSum()))) {
      lanes.delta(examples, gradient);
      lanes.step(examples, rates);
    }
    return results;
  }

  /**
   * Measures every lane's network; nothing of them changes.
   *
   * @param rows of each lane, of one length; where they are the same, the same array
   * @param scores of each lane, which gather its examples in order
   */
  void measure(int[][] rows, List<Score> scores) {
    double[] own = new double[width];
    int count = rows[0].length;
    for (int from = 0; from < count; from += measuredTogether) {
      int examples = Math.min(measuredTogether, count - from);
      forward(rows, from, examples, false);
      double[] loss = losses.measure(outputs, rows, from, examples, gradient);
      for (int at = 0; at < examples * rows.length; at++) {
        for (int output = 0; output < width; output++) {
          own[output] = outputs[output][at];
        }
        int lane = at % rows.length;
        scores.get(lane).add(loss[at], own, 0, rows[lane][from + at / rows.length]);
      }
    }
  }

  private void forward(int[][] rows, int from, int examples, boolean training) {
    if (outputs[0].length < examples * rows.length) {
      outputs = new double[width][examples * rows.length];
      gradient = new double[width][examples * rows.length];
    }
    lanes.forward(batches.fill(rows, from, examples), examples, training);
    lanes.read(examples, outputs);
  }

  /** By what a lane's network is measured. */
  Criterion criterion(int lane) {
    return criteria.get(lane);
  }

  /** Reads what a lane's network has now. */
  void load(int lane) {
    lanes.load(lane);
  }

  /** Gives a lane's weights, updater state and count of steps to its network. */
  void store(int lane) {
    lanes.store(lane);
  }

  /** NaN if there is one among a lane's weights, else infinity if there is one, else 0. */
  double broken(int lane) {
    return lanes.broken(lane);
  }

  /** Seconds spent on assembling batches. */
  double dataSeconds() {
    return batches.seconds();
  }
}
