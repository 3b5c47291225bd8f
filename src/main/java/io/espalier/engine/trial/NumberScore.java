package io.espalier.engine.trial;

import io.espalier.data.Targets;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Part;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Loss, mean absolute error and root mean squared error over all outputs of all examples. */
final class NumberScore implements Score {
  private final Targets.Numbers targets;
  private double lossSum;
  private double absoluteSum;
  private double squareSum;
  private int examples;

  NumberScore(Targets.Numbers targets) {
    this.targets = targets;
  }

  @Override
  public void add(double loss, double[] outputs, int at, int row) {
    lossSum += loss;
    examples++;
    for (int i = 0; i < targets.width(); i++) {
      double difference = outputs[at + i] - targets.values()[row * targets.width() + i];
      absoluteSum += Math.abs(difference);
      squareSum += difference * difference;
    }
  }

  @Override
  public void add(Tally tally) {
    lossSum += tally.sums()[0];
    absoluteSum += tally.sums()[1];
    squareSum += tally.sums()[2];
    examples += tally.examples();
  }

  @Override
  public Tally tally() {
    return new Tally(examples, new double[] {lossSum, absoluteSum, squareSum}, new int[0]);
  }

  @Override
  public Evaluation evaluation(Part part) {
    double numbers = (double) examples * targets.width();
    SortedMap<String, Double> metrics = new TreeMap<>();
    metrics.put("loss", lossSum / examples);
    metrics.put("mae", absoluteSum / numbers);
    metrics.put("rmse", Math.sqrt(squareSum / numbers));
    return new Evaluation(part, examples, metrics, List.of());
  }
}
