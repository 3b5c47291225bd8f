package io.espalier.engine.step;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A fully connected layer: {@code [batch, in] -> [batch, out]}. DL4J keeps weights column by
 * column; their transposed view is row by row, as is the product's gradient written this way round.
 */
final class DenseStage implements Stage {
  private final RecordedParameter weights;
  private final RecordedParameter bias;
  private final ActivationStage activation;
  private INDArray inputs = Nd4j.empty();
  private Optional<RowBias> rowBias = Optional.empty();

  DenseStage(RecordedParameter weights, RecordedParameter bias, ActivationStage activation) {
    this.weights = weights;
    this.bias = bias;
    this.activation = activation;
  }

  @Override
  public INDArray forward(INDArray batch, Recording recording) {
    inputs = batch;
    INDArray outputs = recording.array(batch.size(0), weights.value().size(1));
    recording.product(batch, false, weights.value(), outputs);
    if (!recording.single()) {
      recording.shift(outputs, outputs, bias.value());
      return activation.forward(outputs, recording);
    }
    boolean rectified = activation instanceof Activations.Rectifier;
    RowBias pass = new RowBias(outputs, rectified);
    pass.forward(outputs, bias.value(), recording);
    rowBias = Optional.of(pass);
    return rectified ? outputs : activation.forward(outputs, recording);
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
    recording.product(delta, true, inputs, weights.gradient().transpose());
    if (!below) {
      return delta;
    }
    INDArray result = recording.array(inputs.shape());
    recording.product(delta, false, weights.value().transpose(), result);
    return result;
  }

  @Override
  public boolean yieldsOutputs() {
    return activation instanceof Activations.Identity;
  }
}
