package io.espalier.engine.step;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What follows the products of a layer, {@code [batch, units]}: bias and activation, in place. */
final class BiasStage implements Stage {
  private final RecordedParameter bias;
  private final ActivationStage activation;
  private Optional<RowBias> rowBias = Optional.empty();

  BiasStage(RecordedParameter bias, ActivationStage activation) {
    this.bias = bias;
    this.activation = activation;
  }

  @Override
  public INDArray forward(INDArray sums, Recording recording) {
    if (!recording.single()) {
      recording.shift(sums, sums, bias.value());
      return activation.forward(sums, recording);
    }
    boolean rectified = activation instanceof Activations.Rectifier;
    RowBias pass = new RowBias(sums, rectified);
    pass.forward(sums, bias.value(), recording);
    rowBias = Optional.of(pass);
    return rectified ? sums : activation.forward(sums, recording);
  }

  @Override
  public INDArray backward(INDArray above, boolean below, Recording recording) {
    boolean rectified = activation instanceof Activations.Rectifier && rowBias.isPresent();
    INDArray delta = rectified ? above : activation.backward(above, true, recording);
    if (rowBias.isPresent()) {
      rowBias.get().backward(delta, bias.gradient(), recording);
    } else {
      INDArray biasGradient = bias.gradient().reshape(1, bias.gradient().length());
      recording.product(recording.ones(1, delta.size(0)), false, delta, biasGradient);
    }
    return delta;
  }

  @Override
  public boolean yieldsOutputs() {
    return activation instanceof Activations.Identity;
  }
}
