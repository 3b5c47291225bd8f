package io.espalier.wire;

import java.io.Serializable;

/**
 * Where the trials of a search tell what they measure while they train.
 *
 * @param name by which the driver knows it; empty where nobody listens
 * @param awaited whether a training waits for the answer, because it may have to stop
 * @param everyMillis milliseconds between two messages of one trial, at least
 */
public record LiveChannel(String name, boolean awaited, long everyMillis) implements Serializable {
  /** Nobody listens. */
  public static final LiveChannel NONE = new LiveChannel("", false, 0);

  public LiveChannel {
    Check.that(everyMillis >= 0, "no message comes every %d ms", everyMillis);
  }

  /** Whether somebody listens. */
  public boolean exists() {
    return !name.isEmpty();
  }
}
