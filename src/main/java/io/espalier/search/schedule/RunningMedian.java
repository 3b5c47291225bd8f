package io.espalier.search.schedule;

import java.util.Comparator;
import java.util.PriorityQueue;

/** The median of values that come one by one; an addition takes time by the logarithm of them. */
final class RunningMedian {
  private final PriorityQueue<Double> lower = new PriorityQueue<>(Comparator.reverseOrder());
  private final PriorityQueue<Double> upper = new PriorityQueue<>();

  /**
   * @param value no NaN
   */
  void add(double value) {
    lower.add(value);
    upper.add(lower.remove());
    if (upper.size() > lower.size()) {
      lower.add(upper.remove());
    }
  }

  int count() {
    return lower.size() + upper.size();
  }

  /** The middle value, or the mean of the two in the middle; NaN of none. */
  double median() {
    if (lower.isEmpty()) {
      return Double.NaN;
    }
    double below = lower.element();
    return lower.size() > upper.size() ? below : (below + upper.element()) / 2;
  }
}
