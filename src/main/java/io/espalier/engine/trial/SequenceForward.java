package io.espalier.engine.trial;

import io.espalier.engine.step.Compilability;
import io.espalier.engine.step.CompiledForward;
import io.espalier.wire.InputShape;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a network over sequences puts out while it trains, by recorded operations: layer by layer
 * that takes longer than to train on the same examples. Its layers have no running statistics, so
 * that the operations see its weights as they are. Few batch sizes are recorded, powers of two.
 */
final class SequenceForward implements AutoCloseable {
  private final Model network;
  private final Map<Integer, CompiledForward> recorded = new TreeMap<>();
  private float[] numbers = {};
  private float[] outputs = {};

  private SequenceForward(Model network) {
    this.network = network;
  }

  /** For a network and its inputs; nothing where they are no sequences, or nothing is recorded. */
  static Optional<SequenceForward> of(Model network, InputShape shape) {
    return shape instanceof InputShape.Sequence
            && network.params().dataType() == DataType.FLOAT
            && Compilability.objection(network).isEmpty()
        ? Optional.of(new SequenceForward(network))
        : Optional.empty();
  }

  /**
   * The outputs before the output layer's activation, row by row.
   *
   * @param batch {@code [examples, features, steps]}, row by row, always of the same steps
   */
  double[] outputs(INDArray batch) {
    int examples = (int) batch.size(0);
    int size = (int) (batch.length() / examples);
    int room = room(examples);
    CompiledForward forward =
        recorded.computeIfAbsent(
            room, all -> new CompiledForward(network, all, batch.size(1), batch.size(2)));
    if (numbers.length < room * size) {
      numbers = new float[room * size];
      outputs = new float[forward.outputs()];
    }
    batch.data().asNioFloat().get(0, numbers, 0, examples * size);
    forward.apply(numbers, 0, examples * size, outputs);
    double[] some = new double[forward.outputs() / room * examples];
    for (int i = 0; i < some.length; i++) {
      some[i] = outputs[i];
    }
    return some;
  }

  /** The smallest size that is recorded and large enough, or the next power of two. */
  private int room(int examples) {
    return recorded.keySet().stream()
        .filter(size -> size >= examples)
        .findFirst()
        .orElse(examples == 1 ? 1 : Integer.highestOneBit(examples - 1) << 1);
  }

  @Override
  public void close() {
    recorded.values().forEach(CompiledForward::close);
    recorded.clear();
  }
}
