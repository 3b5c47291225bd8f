package io.espalier.engine.step;

import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Pooling over each channel: the maximum, or a multiple of the average over the whole window. In
 * single precision by {@link PlanePooling}, else by the native operations.
 */
final class PoolingStage implements Stage {
  private static final String MAXIMUM = "maxpool2d";
  private static final String AVERAGE = "avgpool2d";

  private final String operation;
  private final Window window;
  private final double factor;
  private final boolean rectified;
  private INDArray inputs = Nd4j.empty();
  private Optional<PlanePooling> planes = Optional.empty();

  private PoolingStage(String operation, Window window, double factor, boolean rectified) {
    this.operation = operation;
    this.window = window;
    this.factor = factor;
    this.rectified = rectified;
  }

  static PoolingStage maximum(Window window) {
    return new PoolingStage(MAXIMUM, window, 1, false);
  }

  static PoolingStage average(Window window, double factor) {
    return new PoolingStage(AVERAGE, window, factor, false);
  }

  /**
   * The maximum of rectified numbers, which is the rectified maximum: taken from the numbers before
   * their rectifier. Nothing where this is no maximum.
   */
  Optional<PoolingStage> withRectifier() {
    return operation.equals(MAXIMUM)
        ? Optional.of(new PoolingStage(MAXIMUM, window, 1, true))
        : Optional.empty();
  }

  @Override
  public INDArray forward(INDArray batch, Recording recording) {
    return forward(batch, true, recording);
  }

  @Override
  public INDArray predict(INDArray batch, Recording recording) {
    return forward(batch, false, recording);
  }

  private INDArray forward(INDArray batch, boolean back, Recording recording) {
    inputs = batch;
    long[] shape = window.outputShape(batch, batch.size(1));
    INDArray outputs = recording.array(shape);
    if (batch.dataType() == DataType.FLOAT) {
      PlanePooling pooling =
          operation.equals(MAXIMUM)
              ? PlanePooling.maximum(window, rectified, back, batch, shape)
              : PlanePooling.mean(window, factor, batch, shape);
      recording.reading(operation, batch, outputs, source -> pooling.forward(source, outputs));
      planes = Optional.of(pooling);
    } else {
      recording.call(operation, new INDArray[] {outputs}, new INDArray[] {batch}, window.pooling());
      scale(outputs, recording);
    }
    return outputs;
  }

  @Override
  public INDArray backward(INDArray delta, boolean below, Recording recording) {
    INDArray result = recording.array(inputs.shape());
    if (planes.isPresent()) {
      PlanePooling pooling = planes.get();
      recording.operation(
          Operation.of(operation + "_bp", () -> pooling.backward(delta, result), delta, result));
    } else {
      recording.call(
          operation + "_bp",
          new INDArray[] {result},
          new INDArray[] {inputs, delta},
          window.pooling());
      scale(result, recording);
    }
    return result;
  }

  @Override
  public Stage blocked() {
    boolean maximum = operation.equals(MAXIMUM);
    return maximum || !scales() ? new BlockedPooling(this, window, maximum, rectified) : this;
  }

  private boolean scales() {
    return Math.abs(factor - 1) > 1e-12;
  }

  private void scale(INDArray array, Recording recording) {
    if (scales()) {
      recording.call("multiply", array, array, recording.number(factor));
    }
  }
}
