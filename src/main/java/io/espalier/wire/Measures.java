package io.espalier.wire;

import java.io.Serializable;
import java.util.List;

/**
 * What a part of the data is measured by.
 *
 * @param own those of the user's own
 */
public record Measures(List<Metric> metrics, List<OwnMetric> own) implements Serializable {
  public Measures {
    metrics = List.copyOf(metrics);
    own = List.copyOf(own);
  }

  /** None of the user's own. */
  public static Measures of(List<Metric> metrics) {
    return new Measures(metrics, List.of());
  }
}
