package io.espalier.engine.trial;

import io.espalier.data.Targets;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Metric;
import io.espalier.wire.Part;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What predictions of classes are measured by; only what the metrics ask for is gathered. */
final class ClassScore implements Score {
  private final Targets.Classes targets;
  private final Criterion criterion;
  private final List<Metric> metrics;
  private final boolean whole;
  private final boolean top;
  private final boolean brier;
  private final ConfusionMatrix confusion;
  private final int[] ranks;
  private final Ranking ranking;
  private final double[] activated;
  private double lossSum;
  private double brierSum;
  private int examples;

  /**
   * @param rows of all examples that will be added, here or elsewhere
   */
  ClassScore(Targets.Classes targets, int[] rows, Criterion criterion, List<Metric> metrics) {
    this.targets = targets;
    this.criterion = criterion;
    this.metrics = metrics;
    whole = metrics.stream().anyMatch(Metric::needsWhole);
    top = metrics.stream().anyMatch(metric -> metric.top() > 0);
    brier = metrics.contains(Metric.BRIER_SCORE);
    int classes = targets.outputs();
    confusion = new ConfusionMatrix(classes);
    ranks = new int[classes];
    ranking = new Ranking(classes, whole ? rows.length : 0);
    activated = new double[classes];
  }

  @Override
  public void add(double loss, double[] outputs, int at, int row) {
    int label = targets.labels()[row];
    lossSum += loss;
    examples++;
    confusion.add(label, Outputs.largest(outputs, at, targets.outputs()));
    if (top) {
      ranks[Outputs.rank(outputs, at, targets.outputs(), label)]++;
    }
    if (brier || whole) {
      criterion.activate(outputs, at, activated);
      brierSum += squares(label);
    }
    if (whole) {
      ranking.add(label, activated);
    }
  }

  /** Σ (p − y)² of the example. */
  private double squares(int label) {
    double sum = 0;
    for (int i = 0; i < activated.length; i++) {
      double difference = activated[i] - (i == label ? 1 : 0);
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public void add(Tally tally) {
    lossSum += tally.sums()[0];
    brierSum += tally.sums()[1];
    examples += tally.examples();
    confusion.add(tally.confusion());
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] += tally.ranks()[i];
    }
    ranking.add(tally.ranking());
  }

  @Override
  public Tally tally() {
    return new Tally(
        examples, new double[] {lossSum, brierSum}, confusion.counts(), ranks.clone(), ranking);
  }

  @Override
  public Evaluation evaluation(Part part) {
    Ranking.Areas areas = ranking.areas();
    SortedMap<String, Double> values = new TreeMap<>();
    for (Metric metric : metrics) {
      Score.put(values, metric, value(metric, areas));
    }
    return new Evaluation(part, examples, values, confusion.rows());
  }

  private double value(Metric metric, Ranking.Areas areas) {
    return switch (metric) {
      case LOSS -> lossSum / examples;
      case ACCURACY -> confusion.accuracy();
      case F1 -> confusion.f1();
      case PRECISION -> confusion.precision();
      case RECALL -> confusion.recall();
      case BALANCED_ACCURACY -> confusion.balancedAccuracy();
      case MATTHEWS_CORRELATION -> confusion.matthewsCorrelation();
      case ROC_AUC -> areas.roc();
      case AVERAGE_PRECISION -> areas.averagePrecision();
      case BRIER_SCORE -> brierScore();
      case TOP_2_ACCURACY, TOP_3_ACCURACY, TOP_5_ACCURACY -> topAccuracy(metric.top());
      case MAE, RMSE, R2 -> throw new IllegalArgumentException(metric + " is none of classes");
    };
  }

  private double brierScore() {
    double sum = targets.outputs() == 2 ? brierSum / 2 : brierSum;
    return criterion.probabilities() ? sum / examples : Double.NaN;
  }

  private double topAccuracy(int most) {
    return (double) Arrays.stream(ranks).limit(most).sum() / examples;
  }
}
