package io.espalier.engine.step;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Pooling over each channel: the maximum, or a multiple of the average over the whole window. */
final class PoolingStage implements Stage {
  private final String operation;
  private final Window window;
  private final double factor;
  private INDArray inputs = Nd4j.empty();

  private PoolingStage(String operation, Window window, double factor) {
    this.operation = operation;
    this.window = window;
    this.factor = factor;
  }

  static PoolingStage maximum(Window window) {
    return new PoolingStage("maxpool2d", window, 1);
  }

  static PoolingStage average(Window window, double factor) {
    return new PoolingStage("avgpool2d", window, factor);
  }

  @Override
  public INDArray forward(INDArray batch, Recording recording) {
    inputs = batch;
    INDArray outputs = recording.array(window.outputShape(batch, batch.size(1)));
    recording.call(operation, new INDArray[] {outputs}, new INDArray[] {batch}, window.pooling());
    scale(outputs, recording);
    return outputs;
  }

  @Override
  public INDArray backward(INDArray delta, boolean below, Recording recording) {
    INDArray result = recording.array(inputs.shape());
    recording.call(
        operation + "_bp",
        new INDArray[] {result},
        new INDArray[] {inputs, delta},
        window.pooling());
    scale(result, recording);
    return result;
  }

  private void scale(INDArray array, Recording recording) {
    if (Math.abs(factor - 1) > 1e-12) {
      recording.call("multiply", array, array, recording.number(factor));
    }
  }
}
