package io.espalier.engine.trial;

import io.espalier.engine.trial.TrainingStep.StepResult;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Measurement;
import io.espalier.wire.Measures;
import io.espalier.wire.Part;
import io.espalier.wire.Seeds;
import io.espalier.wire.Seeds.Purpose;
import io.espalier.wire.Segment;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingPlan;
import io.espalier.wire.TrainingPlan.TrainMeasure;
import io.espalier.wire.TrainingSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Trains and measures an epoch of segments that take the same steps. */
final class EpochTrainer {
  private final TrainingPlan plan;
  private final Segment segment;
  private final Trainees trainees;
  private final List<TrialRun> runs;
  private final FoldedData data;
  private final int examples;

  /**
   * For segments of which all but fold, repeat, seed, the training's rates and the like agree.
   *
   * @param runs in the order of their networks; those that are over keep their place and are left
   *     alone
   */
  EpochTrainer(TrainingPlan plan, FoldedData data, Trainees trainees, List<TrialRun> runs) {
    this.plan = plan;
    this.trainees = trainees;
    this.runs = runs;
    segment = runs.get(0).segment();
    this.data = data;
    examples = data.of(segment).examples(segment.trainOn());
  }

  /**
   * Trains an epoch and measures it: each run has a measurement more, or has diverged because a
   * loss or weight is no longer finite. Its seconds are its share of what all have taken.
   *
   * @param epoch epochs already trained
   */
  void epoch(int epoch) {
    boolean[] going = new boolean[runs.size()];
    double[] rates = new double[runs.size()];
    long[] seeds = new long[runs.size()];
    List<SortedMap<String, Double>> metrics = new ArrayList<>();
    for (int i = 0; i < going.length; i++) {
      Segment own = runs.get(i).segment();
      going[i] = !runs.get(i).over();
      rates[i] = own.training().schedule().rate(own.training().updater().learningRate(), epoch);
      seeds[i] = Seeds.seed(own.seed(), Purpose.DROPOUT, epoch);
      metrics.add(new TreeMap<>());
    }
    int sharers = count(going);
    long start = System.nanoTime();
    double dataBefore = trainees.dataSeconds();
    trainees.beginEpoch(epoch, rates, seeds);
    train(epoch, going, metrics);
    double dataSeconds = trainees.dataSeconds() - dataBefore;
    long trained = System.nanoTime();
    if (count(going) > 0) {
      measure(epoch, going, metrics);
    }
    double trainSeconds = ((trained - start) / 1e9 - dataSeconds) / sharers;
    double evaluateSeconds = (System.nanoTime() - trained) / 1e9 / sharers;
    for (int i = 0; i < going.length; i++) {
      if (going[i]) {
        runs.get(i)
            .measured(
                new Measurement(
                    epoch + 1, metrics.get(i), rates[i], trainSeconds, evaluateSeconds));
      }
    }
  }

  private static int count(boolean[] going) {
    int count = 0;
    for (boolean one : going) {
      count += one ? 1 : 0;
    }
    return count;
  }

  private void train(int epoch, boolean[] going, List<SortedMap<String, Double>> metrics) {
    int[][] orders = orders(epoch);
    int count = orders[0].length;
    int batchSize = Math.min(segment.training().batchSize(), count);
    int stride = (int) Math.min((long) batchSize * trainees.batchesPerStep(), count);
    double[] lossSums = new double[going.length];
    int[] correct = new int[going.length];
    for (int from = 0; from < count && count(going) > 0; from += stride) {
      for (int i = 0; i < going.length; i++) {
        if (going[i]) {
          runs.get(i).watcher().beforeStep();
        }
      }
      List<StepResult> results = trainees.step(orders, from, Math.min(stride, count - from));
      for (int i = 0; i < going.length; i++) {
        StepResult result = results.get(i);
        lossSums[i] += result.lossSum();
        correct[i] += result.correct();
        if (going[i] && !Double.isFinite(result.lossSum())) {
          String step = when(epoch) + ", step " + (from / batchSize + 1);
          check(i, going, result.lossSum(), "training loss", step);
        }
      }
    }
    if (count(going) > 0) {
      trainees.endEpoch(epoch);
    }
    for (int i = 0; i < going.length; i++) {
      if (going[i]) {
        // A ReLU turns NaN into 0, so that a broken weight need not show in any loss.
        check(i, going, trainees.brokenWeight(i), "a weight", when(epoch));
        metrics.get(i).putAll(trainees.measurements(i));
        metrics.get(i).put("train_loss", lossSums[i] / count);
        if (plan.task() == Task.CLASSIFICATION) {
          metrics.get(i).put("train_accuracy", (double) correct[i] / count);
        }
      }
    }
  }

  /** A run whose number is not finite has diverged. */
  private void check(int i, boolean[] going, double value, String what, String when) {
    try {
      DivergedException.check(value, what, when);
    } catch (DivergedException diverged) {
      runs.get(i).diverged(diverged);
      going[i] = false;
    }
  }

  /** What each run trains on: those on one fold in one repeat the same array. */
  private int[][] orders(int epoch) {
    Map<List<Integer>, int[]> orders = new HashMap<>();
    return runs.stream()
        .map(TrialRun::segment)
        .map(
            own ->
                orders.computeIfAbsent(
                    List.of(own.repeat(), own.fold()), unseen -> order(own, epoch)))
        .toArray(int[][]::new);
  }

  /** The same for all trials of an experiment, so that they are compared on the same batches. */
  private int[] order(Segment own, int epoch) {
    int[] rows = data.of(own).split().rows(own.trainOn());
    int[] order =
        Seeds.permutation(
            Seeds.seed(plan.seed(), Purpose.SHUFFLE, own.repeat(), own.fold(), epoch), rows.length);
    for (int i = 0; i < order.length; i++) {
      order[i] = rows[order[i]];
    }
    return Arrays.copyOf(order, taken(epoch));
  }

  /** All examples, or as many as there are steps left for. */
  private int taken(int epoch) {
    TrainingSpec training = segment.training();
    int steps = training.budget().steps();
    if (steps == 0) {
      return examples;
    }
    long left = steps - (long) epoch * training.stepsPerEpoch(examples);
    return (int) Math.min(examples, Math.max(1, left) * training.batchSize());
  }

  private void measure(int epoch, boolean[] going, List<SortedMap<String, Double>> metrics) {
    if (plan.trainMeasure() == TrainMeasure.FULL) {
      List<Evaluation> training =
          trainees.evaluate(segment.trainOn(), Measures.of(plan.ofTraining()));
      note("train_", "training loss", training, epoch, going, metrics);
    }
    if (segment.measureValidation() && count(going) > 0) {
      List<Evaluation> validation =
          trainees.evaluate(Part.VALIDATION, new Measures(plan.ofValidation(), plan.own()));
      note("validation_", "validation loss", validation, epoch, going, metrics);
    }
  }

  private void note(
      String prefix,
      String what,
      List<Evaluation> evaluations,
      int epoch,
      boolean[] going,
      List<SortedMap<String, Double>> metrics) {
    for (int i = 0; i < going.length; i++) {
      if (going[i]) {
        SortedMap<String, Double> own = metrics.get(i);
        evaluations.get(i).metrics().forEach((name, value) -> own.put(prefix + name, value));
        check(i, going, own.getOrDefault(prefix + "loss", Double.NaN), what, when(epoch));
      }
    }
  }

  private static String when(int epoch) {
    return "epoch " + (epoch + 1);
  }
}
