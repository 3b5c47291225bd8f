package io.espalier.engine.trial;

import io.espalier.engine.step.Compilability;
import io.espalier.engine.step.CompiledForward;
import java.util.Optional;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a network puts out while it trains, by recorded operations, which see its weights and
 * running statistics as they are: layer by layer that may take longer than to train on the same
 * examples.
 */
final class RecordedForward implements AutoCloseable {
  /** Batch sizes that arrays are kept for: the whole batches of a part, and what is left of it. */
  private static final int KEPT = 2;

  private final Model network;
  private final TreeMap<Long, CompiledForward> recorded = new TreeMap<>();

  private RecordedForward(Model network) {
    this.network = network;
  }

  /** For a network; nothing where nothing is recorded. */
  static Optional<RecordedForward> of(Model network) {
    return Compilability.objection(network).isEmpty()
        ? Optional.of(new RecordedForward(network))
        : Optional.empty();
  }

  /**
   * The outputs before the output layer's activation, row by row.
   *
   * @param batch examples first, row by row; always of one shape but for how many they are, and the
   *     fastest is one array for each number of examples
   */
  double[] outputs(INDArray batch) {
    CompiledForward forward = recorded.get(batch.size(0));
    if (forward == null) {
      if (recorded.size() == KEPT) {
        recorded.pollFirstEntry().getValue().close();
      }
      forward = new CompiledForward(network, batch);
      recorded.put(batch.size(0), forward);
    }
    return Outputs.read(forward.outputs(batch));
  }

  @Override
  public void close() {
    recorded.values().forEach(CompiledForward::close);
    recorded.clear();
  }
}
