package io.espalier.engine.trial;

import io.espalier.data.Targets;
import io.espalier.engine.trial.TrainingStep.StepResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The losses of networks that train side by side. Numbers of an output lie in one array, those of
 * an example beside each other, {@code [examples, lanes]}: loops over it become vector
 * instructions. Sums are made in the order of {@link Criterion}; exponentials differ from its own
 * by a relative 1e-12 at most.
 */
final class LaneLoss {
  private final List<Criterion> criteria;
  private final Targets targets;
  private final int lanes;
  private double[] losses = {};
  private double[] largest = {};
  private double[] totals = {};

  /**
   * The loss.
   *
   * @param criteria one for each lane, all of one kind of loss
   */
  LaneLoss(List<Criterion> criteria, Targets targets) {
    this.criteria = List.copyOf(criteria);
    this.targets = targets;
    lanes = criteria.size();
  }

  /**
   * What each lane learns from a batch.
   *
   * @param outputs values before the activation, of each output {@code [examples, lanes]}
   * @param rows of each lane, indexes into the targets; those from {@code from} on are meant
   * @param gradient receives the mean loss's gradient, shaped as the outputs; 0 in a lane whose
   *     loss is not finite
   */
  List<StepResult> step(
      double[][] outputs, int[][] rows, int from, int examples, double[][] gradient) {
    measure(outputs, rows, from, examples, gradient);
    List<StepResult> results = new ArrayList<>(lanes);
    for (int lane = 0; lane < lanes; lane++) {
      double sum = 0;
      int correct = 0;
      for (int i = 0; i < examples; i++) {
        sum += losses[i * lanes + lane];
        correct += correct(outputs, rows[lane][from + i], i * lanes + lane) ? 1 : 0;
      }
      results.add(new StepResult(sum, correct, examples));
    }
    for (int lane = 0; lane < lanes; lane++) {
      boolean finite = Double.isFinite(results.get(lane).lossSum());
      for (double[] numbers : gradient) {
        for (int at = lane; at < examples * lanes; at += lanes) {
          numbers[at] = finite ? BatchLoss.meanGradient(numbers[at], examples) : 0;
        }
      }
    }
    return results;
  }

  private boolean correct(double[][] outputs, int row, int at) {
    if (!(targets instanceof Targets.Classes classes)) {
      return false;
    }
    int truth = classes.labels()[row];
    double own = outputs[truth][at];
    for (int output = 0; output < outputs.length; output++) {
      double other = outputs[output][at];
      if (other > own || (other == own && output < truth)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The loss of each example in each lane, {@code [examples, lanes]}, valid until the next call.
   *
   * @param rows of each lane
   * @param gradient receives its gradient by the outputs
   */
  double[] measure(double[][] outputs, int[][] rows, int from, int examples, double[][] gradient) {
    int count = examples * lanes;
    if (losses.length < count) {
      losses = new double[count];
      largest = new double[count];
      totals = new double[count];
    }
    boolean probabilities = criteria.get(0).probabilities();
    if (probabilities) {
      softmax(outputs, count, gradient);
    }
    for (int i = 0, at = 0; i < examples; i++) {
      for (int lane = 0; lane < lanes; lane++, at++) {
        int row = rows[lane][from + i];
        Criterion criterion = criteria.get(lane);
        if (probabilities) {
          crossEntropy(criterion.unweighted(), row, outputs, at, gradient);
        } else {
          squaredError(criterion.unweighted(), row, outputs, at, gradient);
        }
        weigh(criterion.weight(row), at, gradient);
      }
    }
    return losses;
  }

  private void weigh(double weight, int at, double[][] gradient) {
    if (weight == 1) {
      return;
    }
    losses[at] *= weight;
    for (double[] numbers : gradient) {
      numbers[at] *= weight;
    }
  }

  private void softmax(double[][] outputs, int count, double[][] probabilities) {
    Arrays.fill(largest, 0, count, Double.NEGATIVE_INFINITY);
    Arrays.fill(totals, 0, count, 0);
    for (double[] output : outputs) {
      Exponentials.raise(largest, output, count);
    }
    for (int i = 0; i < outputs.length; i++) {
      Exponentials.ofDifferences(outputs[i], largest, probabilities[i], count);
      Exponentials.add(totals, probabilities[i], count);
    }
    for (double[] numbers : probabilities) {
      Exponentials.divide(numbers, totals, count);
    }
  }

  private void crossEntropy(
      Criterion criterion, int row, double[][] outputs, int at, double[][] gradient) {
    double loss = largest[at] + StrictMath.log(totals[at]);
    if (criterion instanceof Criterion.CrossEntropy exact) {
      int truth = exact.targets().labels()[row];
      gradient[truth][at] -= 1;
      losses[at] = loss - outputs[truth][at];
      return;
    }
    for (int output = 0; output < outputs.length; output++) {
      double target = criterion.target(row, output);
      loss -= target * outputs[output][at];
      gradient[output][at] -= target;
    }
    losses[at] = loss;
  }

  private void squaredError(
      Criterion criterion, int row, double[][] outputs, int at, double[][] gradient) {
    double sum = 0;
    for (int output = 0; output < outputs.length; output++) {
      double difference = outputs[output][at] - criterion.target(row, output);
      sum += difference * difference;
      gradient[output][at] = 2 * difference / outputs.length;
    }
    losses[at] = sum / outputs.length;
  }
}
