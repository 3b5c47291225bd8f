package io.espalier.executor.compiled;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.DropOutInverted;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Keeps each number with a probability and divides it by that. The mask is drawn from the thread's
 * generator, as DL4J's is.
 */
final class DropoutStage implements Stage {
  private final double keep;
  private INDArray mask = Nd4j.empty();

  DropoutStage(double keep) {
    this.keep = keep;
  }

  @Override
  public INDArray forward(INDArray inputs, Recording recording) {
    INDArray ones = recording.ones(inputs.shape());
    mask = recording.array(inputs.shape());
    DropOutInverted draw = new DropOutInverted(ones, mask, keep);
    recording.operation(() -> Nd4j.getExecutioner().exec(draw, Nd4j.getRandom()));
    INDArray outputs = recording.array(inputs.shape());
    recording.call("multiply", outputs, inputs, mask);
    return outputs;
  }

  @Override
  public INDArray backward(INDArray delta, boolean below, Recording recording) {
    recording.call("multiply", delta, delta, mask);
    return delta;
  }
}
