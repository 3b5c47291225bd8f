package io.espalier.data.load;

import io.espalier.data.Dataset;
import java.util.Arrays;

/**
 * Mean, standard deviation and range of raw numbers per entry (channel, feature or pixel), in one
 * pass over the rows (Welford 1962, run by run as in Chan, Golub and LeVeque 1979). Missing numbers
 * (NaN) do not count.
 */
final class Moments {
  private final double[] mean;
  private final double[] squares;
  private final float[] minimum;
  private final float[] maximum;
  private final long[] count;

  Moments(int entries) {
    mean = new double[entries];
    squares = new double[entries];
    minimum = new float[entries];
    maximum = new float[entries];
    count = new long[entries];
    Arrays.fill(minimum, Float.POSITIVE_INFINITY);
    Arrays.fill(maximum, Float.NEGATIVE_INFINITY);
  }

  /** Takes in rows, whose numbers are divided evenly among the entries. */
  void add(Dataset dataset, int[] rows) {
    int size = dataset.shape().size();
    int run = size / mean.length;
    float[] example = new float[size];
    for (int row : rows) {
      dataset.features().copy(row * size, example, 0, size);
      for (int entry = 0; entry < mean.length; entry++) {
        add(entry, example, entry * run, run);
      }
    }
  }

  private void add(int entry, float[] numbers, int from, int all) {
    double sum = 0;
    int run = 0;
    for (int i = from; i < from + all; i++) {
      if (Float.isNaN(numbers[i])) {
        continue;
      }
      run++;
      sum += numbers[i];
      minimum[entry] = Math.min(minimum[entry], numbers[i]);
      maximum[entry] = Math.max(maximum[entry], numbers[i]);
    }
    if (run == 0) {
      return;
    }
    double runMean = sum / run;
    double runSquares = 0;
    for (int i = from; i < from + all; i++) {
      double off = numbers[i] - runMean;
      runSquares += Float.isNaN(numbers[i]) ? 0 : off * off;
    }
    double delta = runMean - mean[entry];
    double total = (double) count[entry] + run;
    mean[entry] += delta * run / total;
    squares[entry] += runSquares + delta * delta * count[entry] * run / total;
    count[entry] += run;
  }

  int entries() {
    return mean.length;
  }

  /** Whether there was any number. */
  boolean any(int entry) {
    return count[entry] > 0;
  }

  double mean(int entry) {
    return mean[entry];
  }

  /** Of the population: divided by the count. */
  double deviation(int entry) {
    return Math.sqrt(squares[entry] / count[entry]);
  }

  float minimum(int entry) {
    return minimum[entry];
  }

  float maximum(int entry) {
    return maximum[entry];
  }
}
