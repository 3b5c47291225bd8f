package io.espalier.driver.report;

import java.util.List;

/**
 * How far a classifier's probabilities can be trusted.
 *
 * @param bins of the examples by their confidence, the probability of the class that was predicted;
 *     ascending, those without examples left out
 */
public record Confidence(List<Bin> bins) {
  /** Bins from 0 to 1, of equal width. */
  public static final int BINS = 10;

  /**
   * Some examples of like confidence.
   *
   * @param from the least confidence that falls in it, 0 to 1
   * @param confidence the mean of their confidences
   * @param accuracy the share of them whose class is the predicted one
   */
  public record Bin(double from, int examples, double confidence, double accuracy) {
    /** Where the next bin begins. */
    double to() {
      return from + 1.0 / BINS;
    }
  }

  public Confidence {
    bins = List.copyOf(bins);
  }

  int examples() {
    return bins.stream().mapToInt(Bin::examples).sum();
  }

  /**
   * The expected calibration error: how far confidence and accuracy of the bins are apart, in the
   * mean over the examples (Guo et al. 2017, equation 3). 0 is best, NaN without examples.
   */
  public double error() {
    double sum = 0;
    for (Bin bin : bins) {
      sum += bin.examples() * Math.abs(bin.accuracy() - bin.confidence());
    }
    return sum / examples();
  }
}
