package io.espalier.data.load;

import io.espalier.data.Dataset;
import java.util.Arrays;

/**
 * Mean, standard deviation and range of raw numbers per entry (channel, feature or pixel), in one
 * pass over the rows (Welford 1962, run by run as in Chan, Golub and LeVeque 1979).
 */
final class Moments {
  private final double[] mean;
  private final double[] squares;
  private final float[] minimum;
  private final float[] maximum;
  private long count;

  Moments(int entries) {
    mean = new double[entries];
    squares = new double[entries];
    minimum = new float[entries];
    maximum = new float[entries];
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
      count += run;
    }
  }

  private void add(int entry, float[] numbers, int from, int run) {
    double sum = 0;
    for (int i = from; i < from + run; i++) {
      sum += numbers[i];
      minimum[entry] = Math.min(minimum[entry], numbers[i]);
      maximum[entry] = Math.max(maximum[entry], numbers[i]);
    }
    double runMean = sum / run;
    double runSquares = 0;
    for (int i = from; i < from + run; i++) {
      double off = numbers[i] - runMean;
      runSquares += off * off;
    }
    double delta = runMean - mean[entry];
    double total = (double) count + run;
    mean[entry] += delta * run / total;
    squares[entry] += runSquares + delta * delta * count * run / total;
  }

  int entries() {
    return mean.length;
  }

  double mean(int entry) {
    return mean[entry];
  }

  /** Of the population: divided by the count. */
  double deviation(int entry) {
    return Math.sqrt(squares[entry] / count);
  }

  float minimum(int entry) {
    return minimum[entry];
  }

  float maximum(int entry) {
    return maximum[entry];
  }
}
