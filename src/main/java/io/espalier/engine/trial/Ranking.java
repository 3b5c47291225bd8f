package io.espalier.engine.trial;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The predictions of a whole part, from which the areas under its curves follow exactly: no
 * thresholds are chosen. Scores are kept in single precision, as predictions are given: equal
 * examples then stay equal, whatever the last bits of their softmax. The order in which examples
 * are added changes nothing. Of two classes the second one's scores are enough.
 */
final class Ranking implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int classes;
  private final int width;
  private final short[] labels;
  private final float[] scores;
  private int examples;

  /**
   * @param examples that will be added, at most
   */
  Ranking(int classes, int examples) {
    this.classes = classes;
    width = classes == 2 ? 1 : classes;
    labels = new short[examples];
    scores = new float[Math.multiplyExact(examples, width)];
  }

  /**
   * Areas of a class against the rest, or means of such.
   *
   * @param roc under the receiver operating characteristic; NaN where one side has no example
   * @param averagePrecision NaN where the class has no example
   */
  record Areas(double roc, double averagePrecision) {}

  /**
   * Adds an example.
   *
   * @param activated one number per class, the larger the more probable
   */
  void add(int label, double[] activated) {
    labels[examples] = (short) label;
    for (int i = 0; i < width; i++) {
      scores[examples * width + i] = (float) activated[classes - width + i];
    }
    examples++;
  }

  /** Adds the examples of another ranking of the same classes. */
  void add(Ranking other) {
    System.arraycopy(other.labels, 0, labels, examples, other.examples);
    System.arraycopy(other.scores, 0, scores, examples * width, other.examples * width);
    examples += other.examples;
  }

  /** The means over the classes for which each is defined. */
  Areas areas() {
    long[] keys = new long[examples];
    List<Areas> all = new ArrayList<>();
    for (int column = 0; column < width; column++) {
      all.add(areas(column, keys));
    }
    return new Areas(mean(all, Areas::roc), mean(all, Areas::averagePrecision));
  }

  private static double mean(List<Areas> all, ToDoubleFunction<Areas> area) {
    return all.stream()
        .mapToDouble(area)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }

  /** Goes down the scores of a class, all examples of equal score in one step. */
  private Areas areas(int column, long[] keys) {
    sort(column, keys);
    if (examples > 0 && keys[examples - 1] >> 1 > Float.floatToIntBits(Float.POSITIVE_INFINITY)) {
      return new Areas(Double.NaN, Double.NaN); // a score is NaN
    }
    long positives = Arrays.stream(keys).filter(key -> (key & 1) == 1).count();
    long negatives = examples - positives;
    long twiceOrdered = 0;
    double precisions = 0;
    long hits = 0;
    long misses = 0;
    int at = examples - 1;
    while (at >= 0) {
      long score = keys[at] >> 1;
      long hitsHere = 0;
      long missesHere = 0;
      for (; at >= 0 && keys[at] >> 1 == score; at--) {
        hitsHere += keys[at] & 1;
        missesHere += 1 - (keys[at] & 1);
      }
      hits += hitsHere;
      misses += missesHere;
      twiceOrdered += hitsHere * (2 * (negatives - misses) + missesHere);
      precisions += hitsHere * ((double) hits / (hits + misses));
    }
    return new Areas(twiceOrdered / (2.0 * positives * negatives), precisions / positives);
  }

  /** Scores in ascending order, each as a whole number whose last bit says whether it is a hit. */
  private void sort(int column, long[] keys) {
    int positive = classes - width + column;
    for (int i = 0; i < examples; i++) {
      int bits = Float.floatToIntBits(scores[i * width + column] + 0f); // −0 becomes 0
      long ascending = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
      keys[i] = ascending << 1 | (labels[i] == positive ? 1 : 0);
    }
    Arrays.sort(keys);
  }
}
