package io.espalier.engine.trial;

import io.espalier.engine.step.Compilability;
import io.espalier.engine.step.CompiledForward;
import io.espalier.engine.step.Cores;
import java.util.Arrays;
import java.util.List;
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
  private final Cores cores;
  private final TreeMap<Long, Shares> recorded = new TreeMap<>();

  private RecordedForward(Model network, Cores cores) {
    this.network = network;
    this.cores = cores;
  }

  /**
   * For a network; nothing where nothing is recorded.
   *
   * @param cores that share a batch; stay the caller's
   */
  static Optional<RecordedForward> of(Model network, Cores cores) {
    return Compilability.objection(network).isEmpty()
        ? Optional.of(new RecordedForward(network, cores))
        : Optional.empty();
  }

  /** The ways forward of a batch size: one, or one for each core's examples. */
  private final class Shares {
    private final List<CompiledForward> forwards;
    private List<INDArray> views;
    private INDArray batch;

    Shares(INDArray batch) {
      this.batch = batch;
      views = Cores.views(batch, cores.shares(batch.length()));
      forwards = views.stream().map(view -> new CompiledForward(network, view)).toList();
    }

    double[] outputs(INDArray given) {
      if (given != batch) {
        batch = given;
        views = Cores.views(given, forwards.size());
      }
      double[][] outputs = new double[forwards.size()][];
      cores.each(
          outputs.length,
          share -> outputs[share] = Outputs.read(forwards.get(share).outputs(views.get(share))));
      return outputs.length == 1
          ? outputs[0]
          : Arrays.stream(outputs).flatMapToDouble(Arrays::stream).toArray();
    }

    void close() {
      forwards.forEach(CompiledForward::close);
    }
  }

  /**
   * The outputs before the output layer's activation, row by row.
   *
   * @param batch examples first, row by row; always of one shape but for how many they are, and the
   *     fastest is one array for each number of examples
   */
  double[] outputs(INDArray batch) {
    Shares forward = recorded.get(batch.size(0));
    if (forward == null) {
      if (recorded.size() == KEPT) {
        recorded.pollFirstEntry().getValue().close();
      }
      forward = new Shares(batch);
      recorded.put(batch.size(0), forward);
    }
    return forward.outputs(batch);
  }

  @Override
  public void close() {
    recorded.values().forEach(Shares::close);
    recorded.clear();
  }
}
