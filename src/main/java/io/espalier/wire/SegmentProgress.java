package io.espalier.wire;

import java.io.Serializable;
import java.util.List;

/**
 * What a segment has measured so far, on its way to the driver.
 *
 * @param channel the name of its {@link LiveChannel}
 * @param trial the trial's number
 * @param measurements in order, all of which the driver may not have yet
 */
public record SegmentProgress(String channel, int trial, List<Measurement> measurements)
    implements Serializable {
  public SegmentProgress {
    measurements = List.copyOf(measurements);
    Check.that(!measurements.isEmpty(), "trial %d has measured nothing", trial);
  }
}
