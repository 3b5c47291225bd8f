package io.espalier.engine.trial;

import io.espalier.data.PreparedData;
import io.espalier.wire.Segment;
import java.util.HashMap;
import java.util.Map;

/** Data as segments see them: those on one fold see the same object. Not thread-safe. */
final class FoldedData {
  private final PreparedData data;
  private final Map<Integer, PreparedData> folds = new HashMap<>();

  FoldedData(PreparedData data) {
    this.data = data;
  }

  /** The data as the segment's fold sees them. */
  PreparedData of(Segment segment) {
    return folds.computeIfAbsent(segment.fold(), data::fold);
  }
}
