package io.espalier.engine.trial;

import io.espalier.data.PreparedData;
import io.espalier.engine.trial.TrainingStep.StepResult;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Measurement;
import io.espalier.wire.Part;
import io.espalier.wire.Seeds;
import io.espalier.wire.Seeds.Purpose;
import io.espalier.wire.Segment;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingPlan;
import io.espalier.wire.TrainingPlan.TrainMeasure;
import io.espalier.wire.TrainingSpec;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** Trains and measures one epoch after the other. */
final class EpochTrainer {
  private final TrainingPlan plan;
  private final Segment segment;
  private final Trainee trainee;
  private final TrainingWatcher watcher;
  private final int[] rows;

  EpochTrainer(
      TrainingPlan plan,
      PreparedData data,
      Segment segment,
      Trainee trainee,
      TrainingWatcher watcher) {
    this.plan = plan;
    this.segment = segment;
    this.trainee = trainee;
    this.watcher = watcher;
    rows = data.split().rows(segment.trainOn());
  }

  /**
   * Trains an epoch and measures it.
   *
   * @param epoch epochs already trained
   * @throws DivergedException if a loss or weight is no longer finite
   */
  Measurement epoch(int epoch) {
    double rate =
        segment.training().schedule().rate(segment.training().updater().learningRate(), epoch);
    SortedMap<String, Double> metrics = new TreeMap<>();
    long start = System.nanoTime();
    double dataBefore = trainee.dataSeconds();
    train(epoch, rate, metrics);
    double dataSeconds = trainee.dataSeconds() - dataBefore;
    long trained = System.nanoTime();
    measure(epoch, metrics);
    return new Measurement(
        epoch + 1,
        metrics,
        rate,
        (trained - start) / 1e9 - dataSeconds,
        (System.nanoTime() - trained) / 1e9);
  }

  private void train(int epoch, double rate, SortedMap<String, Double> metrics) {
    trainee.beginEpoch(epoch, rate, Seeds.seed(segment.seed(), Purpose.DROPOUT, epoch));
    int[] order = order(epoch);
    int batchSize = Math.min(segment.training().batchSize(), order.length);
    int stride = (int) Math.min((long) batchSize * trainee.batchesPerStep(), order.length);
    double lossSum = 0;
    int correct = 0;
    for (int from = 0; from < order.length; from += stride) {
      watcher.beforeStep();
      StepResult result = trainee.step(order, from, Math.min(stride, order.length - from));
      DivergedException.check(
          result.lossSum(), "training loss", when(epoch) + ", step " + (from / batchSize + 1));
      lossSum += result.lossSum();
      correct += result.correct();
    }
    trainee.endEpoch(epoch);
    checkWeights(epoch);
    metrics.put("train_loss", lossSum / order.length);
    if (plan.task() == Task.CLASSIFICATION) {
      metrics.put("train_accuracy", (double) correct / order.length);
    }
  }

  /** The same for all trials of an experiment, so that they are compared on the same batches. */
  private int[] order(int epoch) {
    int[] order =
        Seeds.permutation(
            Seeds.seed(plan.seed(), Purpose.SHUFFLE, segment.repeat(), segment.fold(), epoch),
            rows.length);
    for (int i = 0; i < order.length; i++) {
      order[i] = rows[order[i]];
    }
    return Arrays.copyOf(order, examples(epoch));
  }

  /** All examples, or as many as there are steps left for. */
  private int examples(int epoch) {
    TrainingSpec training = segment.training();
    int steps = training.budget().steps();
    if (steps == 0) {
      return rows.length;
    }
    long left = steps - (long) epoch * training.stepsPerEpoch(rows.length);
    return (int) Math.min(rows.length, Math.max(1, left) * training.batchSize());
  }

  /** A ReLU turns NaN into 0, so that a broken weight need not show in any loss. */
  private void checkWeights(int epoch) {
    DivergedException.check(trainee.brokenWeight(), "a weight", when(epoch));
  }

  private void measure(int epoch, SortedMap<String, Double> metrics) {
    if (plan.trainMeasure() == TrainMeasure.FULL) {
      put(metrics, "train_", trainee.evaluate(segment.trainOn(), plan.ofTraining()));
      checkLoss(metrics, "train_loss", "training loss", epoch);
    }
    if (segment.measureValidation()) {
      put(metrics, "validation_", trainee.evaluate(Part.VALIDATION, plan.ofValidation()));
      checkLoss(metrics, "validation_loss", "validation loss", epoch);
    }
  }

  private static void checkLoss(
      SortedMap<String, Double> metrics, String metric, String what, int epoch) {
    DivergedException.check(metrics.getOrDefault(metric, Double.NaN), what, when(epoch));
  }

  private static void put(SortedMap<String, Double> metrics, String prefix, Evaluation evaluation) {
    evaluation.metrics().forEach((name, value) -> metrics.put(prefix + name, value));
  }

  private static String when(int epoch) {
    return "epoch " + (epoch + 1);
  }
}
