package io.espalier.engine.parallel;

import io.espalier.engine.devices.Host;
import io.espalier.engine.devices.TaskDevice;
import io.espalier.engine.trial.Workers.RoundLoss;
import io.espalier.wire.Outcome.Place;
import java.io.Serializable;

/**
 * What a worker makes of its share of a round. A worker that fails or meets a loss that is not
 * finite ends its share at once and has no weights to give.
 *
 * @param weights in the network's flat order
 * @param updaterState in the network's flat order; empty if the updater has none
 * @param iterations steps that the weights have been through
 * @param lossSum sum of the examples' losses
 * @param correct examples whose largest output is their class
 * @param place where the worker was
 * @param failure one line; empty if it did not fail
 * @param trace the failure's stack trace
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Share(
    float[] weights,
    float[] updaterState,
    int iterations,
    double lossSum,
    int correct,
    Place place,
    String failure,
    String trace)
    implements Serializable {
  private static final float[] NONE = {};

  /** A share that was trained to its end. */
  static Share trained(float[] weights, float[] updaterState, int iterations, RoundLoss loss) {
    return new Share(weights, updaterState, iterations, loss.sum(), loss.correct(), here(), "", "");
  }

  /** A share that ended with a loss that is not finite. */
  static Share diverged(RoundLoss loss) {
    return new Share(NONE, NONE, 0, loss.sum(), loss.correct(), here(), "", "");
  }

  /** A share that could not be trained. */
  static Share failed(String line, String trace) {
    return new Share(NONE, NONE, 0, 0, 0, here(), line, trace);
  }

  private static Place here() {
    return new Place(Host.name(), TaskDevice.take().label(), 0);
  }
}
