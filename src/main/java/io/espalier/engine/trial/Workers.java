package io.espalier.engine.trial;

import io.espalier.wire.Measures;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Workers somewhere else that train copies of a network side by side, each on batches of its own,
 * and measure it together.
 *
 * <p>What goes wrong with the model on a worker is a {@link WorkerFailedException}; that the
 * workers themselves are lost is a {@link WorkersLostException}.
 */
public interface Workers extends AutoCloseable {
  /** How many batches, at most, the workers together train on between two averages. */
  int batchesPerRound();

  /**
   * A round: every worker trains a copy on its share of the batches, one step per batch; then the
   * network has the mean of the copies' weights and updater states, and as many steps more as the
   * longest share. If a loss is not finite, the network stays as it is.
   *
   * @param learningRate of all the round's steps
   * @param batches dealt out in contiguous shares whose lengths differ by at most one
   */
  RoundLoss train(MultiLayerNetwork network, double learningRate, List<BatchRows> batches);

  /**
   * Measures the network, each piece on one worker.
   *
   * @param measures what the pieces together are measured by
   * @param pieces indexes into the data set
   * @return one tally per piece, in their order
   */
  List<Tally> measure(MultiLayerNetwork network, Measures measures, List<int[]> pieces);

  /** Lets go of what the workers keep. */
  @Override
  void close();

  /**
   * What a round's steps saw before they changed any weights.
   *
   * @param sum sum of the examples' losses without penalties
   * @param correct examples whose largest output is their class; 0 for regression
   */
  record RoundLoss(double sum, int correct) {}
}
