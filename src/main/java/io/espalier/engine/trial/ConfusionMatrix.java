package io.espalier.engine.trial;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Examples by true class (row) and predicted class (column), and what follows from their counts.
 */
final class ConfusionMatrix {
  private final int[][] examples;
  private int all;

  ConfusionMatrix(int classes) {
    examples = new int[classes][classes];
  }

  void add(int actual, int predicted) {
    add(actual, predicted, 1);
  }

  private void add(int actual, int predicted, int count) {
    examples[actual][predicted] += count;
    all += count;
  }

  /** Adds another matrix, given row by row. */
  void add(int[] counts) {
    for (int i = 0; i < counts.length; i++) {
      add(i / examples.length, i % examples.length, counts[i]);
    }
  }

  /** The counts row by row. */
  int[] counts() {
    return Arrays.stream(examples).flatMapToInt(Arrays::stream).toArray();
  }

  List<List<Integer>> rows() {
    return Arrays.stream(examples).map(row -> Arrays.stream(row).boxed().toList()).toList();
  }

  double accuracy() {
    return ratio(correct(), all);
  }

  double precision() {
    return macro(c -> ratio(examples[c][c], predicted(c)));
  }

  double recall() {
    return macro(c -> ratio(examples[c][c], actual(c)));
  }

  double f1() {
    return macro(c -> ratio(2 * examples[c][c], actual(c) + predicted(c)));
  }

  /** The mean recall over the classes that occur as truth. */
  double balancedAccuracy() {
    double recalls = 0;
    int classes = 0;
    for (int c = 0; c < examples.length; c++) {
      if (actual(c) > 0) {
        recalls += ratio(examples[c][c], actual(c));
        classes++;
      }
    }
    return recalls / classes;
  }

  /** R_K; 0 where truth or prediction has one class only. */
  double matthewsCorrelation() {
    double covariance = (double) correct() * all;
    double ofTruth = (double) all * all;
    double ofPrediction = ofTruth;
    for (int c = 0; c < examples.length; c++) {
      double actual = actual(c);
      double predicted = predicted(c);
      covariance -= actual * predicted;
      ofTruth -= actual * actual;
      ofPrediction -= predicted * predicted;
    }
    return ofTruth == 0 || ofPrediction == 0
        ? 0
        : covariance / Math.sqrt(ofTruth) / Math.sqrt(ofPrediction);
  }

  /** The mean over the classes that occur, as truth or as prediction. */
  private double macro(IntToDoubleFunction score) {
    double sum = 0;
    int classes = 0;
    for (int c = 0; c < examples.length; c++) {
      if (actual(c) + predicted(c) > 0) {
        sum += score.applyAsDouble(c);
        classes++;
      }
    }
    return sum / classes;
  }

  private int correct() {
    int correct = 0;
    for (int c = 0; c < examples.length; c++) {
      correct += examples[c][c];
    }
    return correct;
  }

  private int actual(int c) {
    return Arrays.stream(examples[c]).sum();
  }

  private int predicted(int c) {
    return Arrays.stream(examples).mapToInt(row -> row[c]).sum();
  }

  private static double ratio(int part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
