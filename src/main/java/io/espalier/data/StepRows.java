package io.espalier.data;

import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * How the rows of a table that are steps make sequences: one of all rows that are alike in some
 * columns, in the order of another. Rows of the test part make sequences of their own.
 *
 * @param by the columns that tell sequences apart; empty where rows are no steps
 * @param order the column of numbers or dates by which the steps of a sequence are ordered,
 *     ascending; empty where rows are no steps
 */
public record StepRows(List<String> by, String order) implements Serializable {
  /** Rows that are examples, not steps. */
  public static final StepRows NONE = new StepRows(List.of(), "");

  public StepRows {
    by = List.copyOf(by);
    if (by.isEmpty() != order.isBlank()) {
      throw new IllegalArgumentException(
          "sequence: expected by, the columns that tell sequences apart, and order, the column of"
              + " their steps' places, found one of them");
    }
    if (by.contains(order)) {
      throw new IllegalArgumentException(
          "sequence: expected another column than those of by as order, found \""
              + order
              + "\" in both");
    }
    if (new LinkedHashSet<>(by).size() < by.size()) {
      throw new IllegalArgumentException("sequence: a column is listed twice in by = " + by);
    }
  }

  /** Whether rows are steps. */
  public boolean asked() {
    return !by.isEmpty();
  }
}
