package io.espalier.engine.trial;

import io.espalier.data.Targets;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Metric;
import io.espalier.wire.Part;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What predictions of numbers are measured by, each number for itself and all together. */
final class NumberScore implements Score {
  private final Targets.Numbers targets;
  private final int[] rows;
  private final List<Metric> metrics;
  private final double[] absolute;
  private final double[] squares;
  private double lossSum;
  private int examples;

  /**
   * @param rows of all examples that will be added, here or elsewhere
   */
  NumberScore(Targets.Numbers targets, int[] rows, List<Metric> metrics) {
    this.targets = targets;
    this.rows = rows;
    this.metrics = metrics;
    absolute = new double[targets.width()];
    squares = new double[targets.width()];
  }

  @Override
  public void add(double loss, double[] outputs, int at, int row) {
    lossSum += loss;
    examples++;
    for (int i = 0; i < targets.width(); i++) {
      double difference = targets.scale().raw(outputs[at + i], i) - target(row, i);
      absolute[i] += Math.abs(difference);
      squares[i] += difference * difference;
    }
  }

  private double target(int row, int number) {
    return targets.values()[row * targets.width() + number];
  }

  @Override
  public void add(Tally tally) {
    lossSum += tally.sums()[0];
    examples += tally.examples();
    for (int i = 0; i < targets.width(); i++) {
      absolute[i] += tally.sums()[1 + i];
      squares[i] += tally.sums()[1 + targets.width() + i];
    }
  }

  @Override
  public Tally tally() {
    double[] sums = new double[1 + 2 * targets.width()];
    sums[0] = lossSum;
    System.arraycopy(absolute, 0, sums, 1, targets.width());
    System.arraycopy(squares, 0, sums, 1 + targets.width(), targets.width());
    return new Tally(examples, sums, new int[0], new int[0], new Ranking(0, 0));
  }

  @Override
  public Evaluation evaluation(Part part) {
    SortedMap<String, Double> values = new TreeMap<>();
    for (Metric metric : metrics) {
      Score.put(values, metric, value(metric));
      if (part == Part.TEST && targets.width() > 1 && metric != Metric.LOSS) {
        each(metric, values);
      }
    }
    return new Evaluation(part, examples, values, List.of());
  }

  /** Each number's own value, counted from 1. */
  private void each(Metric metric, SortedMap<String, Double> values) {
    for (int i = 0; i < targets.width(); i++) {
      double value = value(metric, i);
      if (!Double.isNaN(value)) {
        values.put(metric.column() + "_" + (i + 1), value);
      }
    }
  }

  private double value(Metric metric) {
    double numbers = (double) examples * targets.width();
    return switch (metric) {
      case LOSS -> lossSum / examples;
      case MAE -> Arrays.stream(absolute).sum() / numbers;
      case RMSE -> Math.sqrt(Arrays.stream(squares).sum() / numbers);
      case R2 ->
          IntStream.range(0, targets.width())
              .mapToDouble(this::determination)
              .filter(value -> !Double.isNaN(value))
              .average()
              .orElse(Double.NaN);
      default -> throw new IllegalArgumentException(metric + " is none of numbers");
    };
  }

  private double value(Metric metric, int number) {
    return switch (metric) {
      case MAE -> absolute[number] / examples;
      case RMSE -> Math.sqrt(squares[number] / examples);
      case R2 -> determination(number);
      default -> throw new IllegalArgumentException(metric + " is none of one number");
    };
  }

  /** R² of one number; NaN where it does not vary. */
  private double determination(int number) {
    double mean = Arrays.stream(rows).mapToDouble(row -> target(row, number)).sum() / rows.length;
    double total =
        Arrays.stream(rows)
            .mapToDouble(row -> (target(row, number) - mean) * (target(row, number) - mean))
            .sum();
    return varies(number) ? 1 - squares[number] / total : Double.NaN;
  }

  private boolean varies(int number) {
    return Arrays.stream(rows).anyMatch(row -> target(row, number) != target(rows[0], number));
  }
}
