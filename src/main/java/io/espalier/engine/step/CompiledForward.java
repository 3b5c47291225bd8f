package io.espalier.engine.step;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The way forward through a network for batches of one size, recorded once: nothing is dropped;
 * weights and running statistics are as they are whenever a batch passes. Not thread-safe.
 */
public final class CompiledForward implements AutoCloseable {
  private final Recording recording;
  private final INDArray outputs;
  private final List<Operation> operations;
  private final Optional<INDArray> owned;
  private INDArray inputs;

  /**
   * For a network of single precision that {@link Compilability} has nothing against, with inputs
   * of its own.
   *
   * @param batchShape of the inputs, examples first
   */
  public CompiledForward(Model model, long... batchShape) {
    this(model, Nd4j.create(DataType.FLOAT, batchShape, 'c'), true);
  }

  /**
   * For a network that {@link Compilability} has nothing against.
   *
   * @param inputs a batch, examples first, row by row; stays the caller's
   */
  public CompiledForward(Model model, INDArray inputs) {
    this(model, inputs, false);
  }

  private CompiledForward(Model model, INDArray inputs, boolean owns) {
    this.inputs = inputs;
    owned = owns ? Optional.of(inputs) : Optional.empty();
    Network network = Network.of(model);
    network.gradients(); // stages look at both
    recording = new Recording(inputs);
    outputs = new NodeStages(network, inputs, new MaskSource()).predict(inputs, recording);
    operations = recording.take();
  }

  /**
   * The outputs before the output layer's activation, {@code [batch, outputs]} row by row, valid
   * until the next call.
   *
   * @param batch of the same shape; the fastest is always the same array
   */
  public INDArray outputs(INDArray batch) {
    if (batch != inputs) {
      recording.exchangeBatch(batch);
      inputs = batch;
    }
    operations.forEach(Operation::run);
    return outputs;
  }

  /**
   * The same for numbers, which are copied to inputs of its own.
   *
   * @param numbers of whole examples, from {@code from} on; where there are fewer than the batch
   *     holds, the outputs of the others mean nothing
   * @param target takes the outputs of the batch from its beginning
   */
  public void apply(float[] numbers, int from, int count, float[] target) {
    INDArray own = owned.orElseThrow();
    own.data().asNioFloat().put(numbers, from, count);
    try {
      outputs(own).data().asNioFloat().get(target, 0, outputs());
    } catch (RuntimeException refused) {
      own.assign(0); // what was no code would be met again behind fewer examples
      throw refused;
    }
  }

  /** Numbers that the whole batch puts out. */
  public int outputs() {
    return (int) outputs.length();
  }

  @Override
  public void close() {
    recording.close();
    owned.ifPresent(INDArray::close);
  }
}
