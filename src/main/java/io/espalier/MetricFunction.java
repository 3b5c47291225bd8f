package io.espalier;

/**
 * A metric of the user's own, for {@code measure.own { profit { class = com.acme.Profit } }}: the
 * validation part is measured by it after every epoch, the test part after retraining, and it can
 * be the objective. An implementation is public, has a public constructor without parameters, and
 * is in a jar on the class path of driver and executors ({@code --jars} of spark-submit).
 *
 * <p>Equal predictions give equal values. What it throws is the reason of a FAILED trial, in one
 * line. One is made for every measurement.
 */
public interface MetricFunction {
  /**
   * Its value on a part of the data.
   *
   * @return any number; NaN and infinity are recorded as they are
   */
  double value(Predictions predictions);

  /** What a model makes of all examples of a part, in the order of the data. */
  interface Predictions {
    /** How many, at least 1. */
    int examples();

    /** Classes, or numbers to predict. */
    int outputs();

    /**
     * What the model gives.
     *
     * @param example from 0
     * @param output from 0
     * @return of classes the output layer's, a probability where the loss is cross-entropy; of
     *     numbers the number in the label's own unit
     */
    double output(int example, int output);

    /** What is true: 1 of the example's class and 0 of the others, or the number. */
    double target(int example, int output);

    /** The true class of an example, from 0; of numbers the largest. */
    default int label(int example) {
      int largest = 0;
      for (int i = 1; i < outputs(); i++) {
        largest = target(example, i) > target(example, largest) ? i : largest;
      }
      return largest;
    }

    /** The predicted class of an example, the first of equals; of numbers the largest. */
    default int predicted(int example) {
      int largest = 0;
      for (int i = 1; i < outputs(); i++) {
        largest = output(example, i) > output(example, largest) ? i : largest;
      }
      return largest;
    }
  }
}
