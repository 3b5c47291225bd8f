package io.espalier.engine.step;

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
    recording.shift(outputs, outputs, bias.value());
    return activation.forward(outputs, recording);
  }

  @Override
  public INDArray backward(INDArray above, boolean below, Recording recording) {
    INDArray delta = activation.backward(above, true, recording);
    recording.product(delta, true, inputs, weights.gradient().transpose());
    INDArray biasGradient = bias.gradient().reshape(1, bias.gradient().length());
    recording.product(recording.ones(1, delta.size(0)), false, delta, biasGradient);
    if (!below) {
      return delta;
    }
    INDArray result = recording.array(inputs.shape());
    recording.product(delta, false, weights.value().transpose(), result);
    return result;
  }
}
