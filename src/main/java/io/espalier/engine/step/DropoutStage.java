package io.espalier.engine.step;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Keeps each number with a probability and divides it by that. */
final class DropoutStage implements Stage {
  private final double keep;
  private final MaskSource masks;
  private INDArray mask = Nd4j.empty();

  DropoutStage(double keep, MaskSource masks) {
    this.keep = keep;
    this.masks = masks;
  }

  @Override
  public INDArray forward(INDArray inputs, Recording recording) {
    mask = recording.array(inputs.shape());
    INDArray drawn = mask;
    recording.operation(Operation.of("mask", () -> masks.fill(drawn, keep), drawn));
    INDArray outputs = recording.array(inputs.shape());
    recording.call("multiply", outputs, inputs, mask);
    return outputs;
  }

  @Override
  public INDArray predict(INDArray inputs, Recording recording) {
    return inputs;
  }

  @Override
  public INDArray backward(INDArray delta, boolean below, Recording recording) {
    recording.call("multiply", delta, delta, mask);
    return delta;
  }
}
