package io.espalier.wire;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A trained network measured on one part.
 *
 * @param metrics by name without the part: {@code loss}, {@code accuracy}, {@code f1}, {@code
 *     precision}, {@code recall} (macro averages) for classification; {@code loss}, {@code mae},
 *     {@code rmse} for regression
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
