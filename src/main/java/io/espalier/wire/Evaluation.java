package io.espalier.wire;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A trained network measured on one part.
 *
 * @param metrics by {@link Metric#column} without the part; those that are undefined on it are not
 *     there. Of several numbers to predict a test part has {@code r2}, {@code mae} and {@code rmse}
 *     of each too, {@code r2_1}
 * @param confusion examples by true class (row) and predicted class (column); empty for regression
 */
public record Evaluation(
    Part part, int examples, SortedMap<String, Double> metrics, List<List<Integer>> confusion)
    implements Serializable {
  public Evaluation {
    metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    confusion = confusion.stream().map(List::copyOf).toList();
  }
}
