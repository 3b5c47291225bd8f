package io.espalier.wire;

import java.io.Serializable;
import java.util.List;

/** One task's work: segments trained one after another. */
public record Assignment(long number, List<Segment> segments) implements Serializable {
  public Assignment {
    segments = List.copyOf(segments);
    Check.that(!segments.isEmpty(), "an assignment needs a segment");
  }
}
