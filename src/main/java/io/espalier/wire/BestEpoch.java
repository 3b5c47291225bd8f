package io.espalier.wire;

import java.io.Serializable;

/**
 * What early stopping knows of a training.
 *
 * @param measurement of the best epoch so far
 * @param improvedEpoch the epoch that last was an improvement by more than {@code min-delta}
 * @param improvedValue its value of what is monitored
 * @param weights where the best epoch's weights are kept; nowhere where they are those of the
 *     network that is kept with this, and where nobody needs them any more
 */
public record BestEpoch(
    Measurement measurement, int improvedEpoch, double improvedValue, CheckpointRef weights)
    implements Serializable {
  /** The same with weights at a place. */
  public BestEpoch at(CheckpointRef place) {
    return new BestEpoch(measurement, improvedEpoch, improvedValue, place);
  }
}
