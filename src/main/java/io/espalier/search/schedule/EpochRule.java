package io.espalier.search.schedule;

import io.espalier.wire.Measurement;
import java.util.List;
import java.util.Optional;

/**
 * What a single epoch decides of a trial that trains, as far as the history went when the rule was
 * made. It never changes, so that any thread may ask.
 */
@FunctionalInterface
public interface EpochRule {
  /** Every trial trains to the end of its segment. */
  EpochRule GO_ON = (measurements, parameters) -> Optional.empty();

  /**
   * Why a trial is to stop at its last epoch, one line; empty where it goes on.
   *
   * @param measurements of all its epochs so far, at least one
   * @param parameters trainable numbers of its network; 0 before its first segment came back
   */
  Optional<String> stop(List<Measurement> measurements, long parameters);

  /** Whatever trains stops, for the same reason. */
  static EpochRule stopAll(String reason) {
    return (measurements, parameters) ->
        Optional.of("stopped at epoch " + last(measurements).epoch() + ": " + reason);
  }

  /** The last epoch. */
  static Measurement last(List<Measurement> measurements) {
    return measurements.get(measurements.size() - 1);
  }
}
