package io.espalier.engine.trial;

import io.espalier.data.Targets;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Part;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Loss, accuracy and confusion matrix. Precision, recall and F1 are macro averages over the classes
 * that occur, as truth or as prediction; 0/0 counts as 0.
 */
final class ClassScore implements Score {
  private final Targets.Classes targets;
  private final int[][] confusion;
  private double lossSum;
  private int examples;

  ClassScore(Targets.Classes targets) {
    this.targets = targets;
    confusion = new int[targets.outputs()][targets.outputs()];
  }

  @Override
  public void add(double loss, double[] outputs, int at, int row) {
    lossSum += loss;
    examples++;
    confusion[targets.labels()[row]][Outputs.largest(outputs, at, targets.outputs())]++;
  }

  @Override
  public void add(Tally tally) {
    lossSum += tally.sums()[0];
    examples += tally.examples();
    for (int i = 0; i < tally.counts().length; i++) {
      confusion[i / confusion.length][i % confusion.length] += tally.counts()[i];
    }
  }

  @Override
  public Tally tally() {
    int[] counts = Arrays.stream(confusion).flatMapToInt(Arrays::stream).toArray();
    return new Tally(examples, new double[] {lossSum}, counts);
  }

  @Override
  public Evaluation evaluation(Part part) {
    SortedMap<String, Double> metrics = new TreeMap<>();
    metrics.put("loss", lossSum / examples);
    int correct = 0;
    int classes = 0;
    double precisions = 0;
    double recalls = 0;
    double harmonics = 0;
    for (int c = 0; c < confusion.length; c++) {
      int hits = confusion[c][c];
      int actual = Arrays.stream(confusion[c]).sum();
      int predicted = predicted(c);
      correct += hits;
      if (actual + predicted > 0) {
        classes++;
        precisions += ratio(hits, predicted);
        recalls += ratio(hits, actual);
        harmonics += ratio(2 * hits, actual + predicted);
      }
    }
    metrics.put("accuracy", ratio(correct, examples));
    metrics.put("precision", precisions / classes);
    metrics.put("recall", recalls / classes);
    metrics.put("f1", harmonics / classes);
    return new Evaluation(part, examples, metrics, rows());
  }

  private int predicted(int c) {
    return Arrays.stream(confusion).mapToInt(row -> row[c]).sum();
  }

  private static double ratio(int part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private List<List<Integer>> rows() {
    return Arrays.stream(confusion).map(row -> Arrays.stream(row).boxed().toList()).toList();
  }
}
