package io.espalier.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a network is measured by on one part of the data. n examples have the true classes y; p are
 * the probabilities of the K classes, and the class with the largest one is predicted, the first of
 * equals. Numbers to predict are y, predictions ŷ. Every formula is scikit-learn's, whose figures
 * the tests hold.
 */
public enum Metric {
  /** Mean loss per example, without penalties; from 0. */
  LOSS(Of.BOTH, Better.LOWER, Measured.ALWAYS),
  /** The share of examples whose class is predicted, 0 to 1. */
  ACCURACY(Of.CLASSES, Better.HIGHER, Measured.ALWAYS),
  /** F1, the mean over the classes that occur, as truth or as prediction; 0 to 1. */
  F1(Of.CLASSES, Better.HIGHER, Measured.ALWAYS),
  /** Precision, the mean over the same classes; 0 to 1. */
  PRECISION(Of.CLASSES, Better.HIGHER, Measured.ALWAYS),
  /** Recall, the mean over the same classes; 0 to 1. */
  RECALL(Of.CLASSES, Better.HIGHER, Measured.ALWAYS),
  /** Recall, the mean over the classes that occur as truth; 0 to 1. */
  BALANCED_ACCURACY(Of.CLASSES, Better.HIGHER, Measured.ASKED),
  /**
   * Matthews' correlation of true and predicted class, −1 to 1, for several classes as R_K of
   * Gorodkin (Comput. Biol. Chem. 28, 2004): (c·n − Σ t_k·p_k) / √((n² − Σ p_k²)·(n² − Σ t_k²))
   * with c correct examples, t_k of class k and p_k predicted as k. 0/0 counts as 0.
   */
  MATTHEWS_CORRELATION(Of.CLASSES, Better.HIGHER, Measured.ASKED),
  /**
   * The area under the receiver operating characteristic: how often an example of a class has a
   * larger probability of it than one of another class has, ties half (Fawcett, Pattern Recogn.
   * Lett. 27, 2006); 0 to 1. Of two classes for the second; of several the mean over the classes
   * that occur, each against the rest. Undefined where the part has one class only.
   */
  ROC_AUC(Of.CLASSES, Better.HIGHER, Measured.WHOLE),
  /**
   * Σ (R_i − R_{i−1})·P_i over the thresholds, precision P_i and recall R_i of all examples with at
   * least the i-th largest probability; 0 to 1, no interpolation. Classes as in {@link #ROC_AUC}.
   * Undefined where the part has no example of the second of two classes.
   */
  AVERAGE_PRECISION(Of.CLASSES, Better.HIGHER, Measured.WHOLE),
  /**
   * The mean of Σ_k (p_k − [y = k])² (Brier, Mon. Weather Rev. 78, 1950), 0 to 2; of two classes
   * half of it, 0 to 1. Undefined for outputs that are no probabilities: those of squared error.
   */
  BRIER_SCORE(Of.CLASSES, Better.LOWER, Measured.ASKED),
  /** The share of examples whose class is among the 2 most probable, the first of equals. */
  TOP_2_ACCURACY(2),
  /** The share of examples whose class is among the 3 most probable, the first of equals. */
  TOP_3_ACCURACY(3),
  /** The share of examples whose class is among the 5 most probable, the first of equals. */
  TOP_5_ACCURACY(5),
  /** Mean |ŷ − y| over all numbers of all examples. */
  MAE(Of.NUMBERS, Better.LOWER, Measured.ALWAYS),
  /** The root of the mean (ŷ − y)² over all numbers of all examples. */
  RMSE(Of.NUMBERS, Better.LOWER, Measured.ALWAYS),
  /**
   * 1 − Σ (ŷ − y)² / Σ (y − ȳ)² with the part's own mean ȳ, at most 1; of several numbers the mean
   * over those that vary in the part. Undefined where none does.
   */
  R2(Of.NUMBERS, Better.HIGHER, Measured.ASKED);

  /** What it is a metric of. */
  private enum Of {
    CLASSES,
    NUMBERS,
    BOTH
  }

  /** The direction that is better. */
  private enum Better {
    LOWER,
    HIGHER
  }

  /** When a validation part is measured by it. */
  private enum Measured {
    /** After every epoch. */
    ALWAYS,
    /** Where it is asked for. */
    ASKED,
    /** Where it is asked for, since it needs the predictions of all examples at once. */
    WHOLE
  }

  private final Of of;
  private final Better better;
  private final Measured measured;
  private final int top;

  Metric(Of of, Better better, Measured measured) {
    this.of = of;
    this.better = better;
    this.measured = measured;
    top = 0;
  }

  Metric(int top) {
    of = Of.CLASSES;
    better = Better.HIGHER;
    measured = Measured.ASKED;
    this.top = top;
  }

  /** Those of a task, in their order. */
  public static List<Metric> of(Task task) {
    return Arrays.stream(values()).filter(metric -> metric.fits(task)).toList();
  }

  /** The metric of a column without its part: {@code roc_auc}. */
  public static Optional<Metric> named(String column) {
    return Arrays.stream(values()).filter(metric -> metric.column().equals(column)).findFirst();
  }

  /** Its name in files: {@code roc-auc}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Its name in tables, after that of the part: {@code roc_auc}. */
  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether models of a task can be measured by it. */
  public boolean fits(Task task) {
    return of == Of.BOTH || of == (task == Task.CLASSIFICATION ? Of.CLASSES : Of.NUMBERS);
  }

  /** Whether it says something of a model with so many outputs: of 3 classes all are among 5. */
  public boolean fits(Task task, int outputs) {
    return fits(task) && top < outputs;
  }

  /** Whether less of it is better. */
  public boolean lowerIsBetter() {
    return better == Better.LOWER;
  }

  /** Whether every validation part is measured by it; the others where they are asked for. */
  public boolean always() {
    return measured == Measured.ALWAYS;
  }

  /** Whether it needs the predictions of all examples at once; the others add up over batches. */
  public boolean needsWhole() {
    return measured == Measured.WHOLE;
  }

  /** Whether it is the share of examples of which something holds, each by itself. */
  public boolean countsExamples() {
    return this == ACCURACY || top > 0;
  }

  /** How many of the most probable classes may hold the true one; 0 if it is none of this kind. */
  public int top() {
    return top;
  }
}
