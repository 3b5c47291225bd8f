package io.espalier.wire;

import java.io.Serializable;

/**
 * Where segments that train leave their state now and then, so that the end of an executor or of
 * the driver costs the epochs since, and not all.
 *
 * @param folder a Hadoop URI; empty for nowhere
 * @param everyMillis an epoch that ends so long after the last state was left leaves one
 */
public record Safekeeping(String folder, long everyMillis) implements Serializable {
  /** A shorter time is not worth a write of the network. */
  public static final long USUAL_MILLIS = 30_000;

  /** Nothing is left. */
  public static final Safekeeping NONE = new Safekeeping("", USUAL_MILLIS);

  public Safekeeping {
    Check.that(everyMillis >= 0, "no state is left every %d ms", everyMillis);
  }

  /** Whether there is a place. */
  public boolean exists() {
    return !folder.isEmpty();
  }
}
