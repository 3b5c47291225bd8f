package io.espalier.wire;

import java.io.Serializable;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The state that a segment left, from which its training goes on.
 *
 * @param epoch epochs trained, 0 for a new network
 * @param trainLoss training loss of the last of them, which {@link TrainingSpec.Budget#tolerance}
 *     compares with the next one's; NaN where there is none
 * @param network where the network is kept
 * @param best what early stopping knows, if it is asked for; else empty
 */
public record Checkpoint(int epoch, double trainLoss, CheckpointRef network, List<BestEpoch> best)
    implements Serializable {
  /** Nothing trained yet. */
  public static final Checkpoint NEW = new Checkpoint(0, Double.NaN, CheckpointRef.NONE);

  public Checkpoint {
    best = List.copyOf(best);
    Check.notNegative("epoch", epoch);
    Check.that(
        epoch > 0 || !network.exists(), "a network kept in '%s' has no epochs", network.uri());
  }

  /** The state of a training without early stopping. */
  public Checkpoint(int epoch, double trainLoss, CheckpointRef network) {
    this(epoch, trainLoss, network, List.of());
  }

  /** The files that it consists of. */
  public List<CheckpointRef> files() {
    return Stream.concat(Stream.of(network), best.stream().map(BestEpoch::weights))
        .filter(CheckpointRef::exists)
        .toList();
  }

  /** The same with each file at another place. */
  public Checkpoint moved(UnaryOperator<CheckpointRef> places) {
    return new Checkpoint(
        epoch,
        trainLoss,
        places.apply(network),
        best.stream().map(one -> one.at(places.apply(one.weights()))).toList());
  }
}
