package io.espalier.engine.trial;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Measurements of one side, one per pair. */
@SuppressWarnings("ArrayRecordComponent")
record Series(double[] numbers) {
  static Series of(int pairs) {
    return new Series(new double[pairs]);
  }

  void set(int pair, double number) {
    numbers[pair] = number;
  }

  double median() {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Pair by pair. */
  Series minus(Series other) {
    return new Series(
        IntStream.range(0, numbers.length)
            .mapToDouble(i -> numbers[i] - other.numbers[i])
            .toArray());
  }

  /** Pair by pair. */
  Series over(Series other) {
    return new Series(
        IntStream.range(0, numbers.length)
            .mapToDouble(i -> numbers[i] / other.numbers[i])
            .toArray());
  }
}
