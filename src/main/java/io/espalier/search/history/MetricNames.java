package io.espalier.search.history;

import io.espalier.wire.Measurement;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Names of what was measured; of a run's measurements nearly all have the same. */
final class MetricNames {
  private final SortedSet<String> all = new TreeSet<>();
  private Set<String> latest = Set.of();

  void add(List<Measurement> measurements) {
    for (Measurement measurement : measurements) {
      Set<String> names = measurement.metrics().keySet();
      if (!names.equals(latest)) {
        all.addAll(names);
        latest = names;
      }
    }
  }

  /** Sorted; a view that grows. */
  SortedSet<String> all() {
    return Collections.unmodifiableSortedSet(all);
  }
}
