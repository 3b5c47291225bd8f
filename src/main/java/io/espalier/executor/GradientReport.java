package io.espalier.executor;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far computed gradients are from numeric ones.
 *
 * @param largestErrors for every parameter ({@code 0_W} is the first layer's weights) the largest
 *     |a − n| / max(|a|, |n|, 1e-4) of up to 40 of its numbers, a computed and n numeric
 */
public record GradientReport(SortedMap<String, Double> largestErrors) {
  public GradientReport {
    largestErrors = Collections.unmodifiableSortedMap(new TreeMap<>(largestErrors));
  }

  /** The largest error of all. */
  public double largest() {
    return largestErrors.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }
}
