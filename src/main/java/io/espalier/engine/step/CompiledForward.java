package io.espalier.engine.step;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The way forward through a trained network for batches of one size, recorded once: nothing is
 * dropped, running statistics and weights are those it had then. Not thread-safe.
 */
public final class CompiledForward implements AutoCloseable {
  private final INDArray inputs;
  private final INDArray outputs;
  private final Recording recording;
  private final List<Operation> operations;

  /**
   * For a network of single precision that {@link Compilability} has nothing against.
   *
   * @param batchShape of the inputs, examples first
   */
  public CompiledForward(Model model, long... batchShape) {
    Network network = Network.of(model);
    network.gradients(); // stages look at both
    inputs = Nd4j.create(DataType.FLOAT, batchShape, 'c');
    recording = new Recording(inputs);
    outputs = new NodeStages(network, inputs, new MaskSource()).predict(inputs, recording);
    operations = recording.take();
  }

  /**
   * The outputs before the output layer's activation, row by row.
   *
   * @param numbers of whole examples, from {@code from} on; where there are fewer than the batch
   *     holds, the outputs of the others mean nothing
   * @param target takes the outputs of the batch from its beginning
   */
  public void apply(float[] numbers, int from, int count, float[] target) {
    inputs.data().asNioFloat().put(numbers, from, count);
    try {
      operations.forEach(Operation::run);
    } catch (RuntimeException refused) {
      inputs.assign(0); // what was no code would be met again behind fewer examples
      throw refused;
    }
    outputs.data().asNioFloat().get(target, 0, outputs());
  }

  /** Numbers that the whole batch puts out. */
  public int outputs() {
    return (int) outputs.length();
  }

  @Override
  public void close() {
    recording.close();
    inputs.close();
  }
}
