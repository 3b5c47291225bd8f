package io.espalier.engine.step;

import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Pooling over the whole of each channel: {@code [batch, channels, h, w] -> [batch, channels]}. */
final class GlobalPoolingStage implements Stage {
  private final PoolingType type;
  private Optional<PoolingStage> pooling = Optional.empty();

  GlobalPoolingStage(PoolingType type) {
    this.type = type;
  }

  @Override
  public INDArray forward(INDArray inputs, Recording recording) {
    PoolingStage whole = over(inputs);
    pooling = Optional.of(whole);
    INDArray outputs = whole.forward(inputs, recording);
    return outputs.reshape('c', new long[] {inputs.size(0), inputs.size(1)});
  }

  private PoolingStage over(INDArray inputs) {
    Window plane = new Window(inputs.size(2), inputs.size(3), 1, 1, 0, 0);
    return switch (type) {
      case MAX -> PoolingStage.maximum(plane);
      case AVG -> PoolingStage.average(plane, 1);
      case SUM -> PoolingStage.average(plane, (double) inputs.size(2) * inputs.size(3));
      case PNORM -> throw new IllegalStateException("no stage pools by " + type);
    };
  }

  @Override
  public INDArray backward(INDArray delta, boolean below, Recording recording) {
    INDArray planes = delta.reshape('c', new long[] {delta.size(0), delta.size(1), 1, 1});
    return pooling.orElseThrow().backward(planes, below, recording);
  }
}
