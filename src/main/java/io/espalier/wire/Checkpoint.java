package io.espalier.wire;

import java.io.Serializable;

/**
 * The state that a segment left, from which its training goes on.
 *
 * @param epoch epochs trained, 0 for a new network
 * @param trainLoss training loss of the last of them, which {@link TrainingSpec.Budget#tolerance}
 *     compares with the next one's; NaN where there is none
 * @param network where the network is kept
 */
public record Checkpoint(int epoch, double trainLoss, CheckpointRef network)
    implements Serializable {
  /** Nothing trained yet. */
  public static final Checkpoint NEW = new Checkpoint(0, Double.NaN, CheckpointRef.NONE);

  public Checkpoint {
    Check.notNegative("epoch", epoch);
    Check.that(
        epoch > 0 || !network.exists(), "a network kept in '%s' has no epochs", network.uri());
  }
}
