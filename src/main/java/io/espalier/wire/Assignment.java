package io.espalier.wire;

import java.io.Serializable;
import java.util.List;

/**
 * One task's work: segments trained one after another.
 *
 * @param handBackMillis milliseconds after which no further trial is begun: trials that have not
 *     begun by then come back without an outcome, to be sent again; the first trial always begins
 */
public record Assignment(long number, List<Segment> segments, long handBackMillis)
    implements Serializable {
  /** For {@code handBackMillis}: every trial is trained, however long it takes. */
  public static final long NEVER = Long.MAX_VALUE;

  public Assignment {
    segments = List.copyOf(segments);
    Check.that(!segments.isEmpty(), "an assignment needs a segment");
    Check.that(handBackMillis >= 0, "no trial is handed back after %d ms", handBackMillis);
  }

  /** Work that is done whole. */
  public Assignment(long number, List<Segment> segments) {
    this(number, segments, NEVER);
  }
}
