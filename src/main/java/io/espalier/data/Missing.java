package io.espalier.data;

import java.io.Serializable;
import java.util.Locale;

/**
 * What is done where a column has a hole.
 *
 * @param constant what fills a hole with {@link Policy#CONSTANT}; empty with all others
 */
public record Missing(Policy policy, String constant) implements Serializable {
  /** Holes are refused; what is used where nothing else is said. */
  public static final Missing REFUSE = new Missing(Policy.REFUSE);

  /** The ways to go on with holes. What is fitted comes from the training part alone. */
  public enum Policy {
    /** The table is refused, in one line that says how many rows have holes, and where. */
    REFUSE,
    /** Rows with a hole are left out. */
    DROP,
    /** The mean of the training part; of text, as {@link #CATEGORY}. */
    MEAN,
    /** The median of the training part; of text, as {@link #CATEGORY}. */
    MEDIAN,
    /** What occurs most often in the training part; of equals the smallest, or first by name. */
    MOST_FREQUENT,
    /** A hole is a category of its own; of numbers, {@link #MEAN} with an indicator. */
    CATEGORY,
    /** A given number or text. */
    CONSTANT;

    /** As experiment files write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public Missing {
    if (policy == Policy.CONSTANT && constant.isBlank()) {
      throw new IllegalArgumentException("constant: expected a number or a text, found none");
    }
  }

  /** A policy that needs nothing more. */
  public Missing(Policy policy) {
    this(policy, "");
  }
}
