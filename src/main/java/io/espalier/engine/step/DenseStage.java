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
  private final Stage behind;
  private INDArray inputs = Nd4j.empty();
  private Optional<DividedDense> divided = Optional.empty();

  /**
   * A layer.
   *
   * @param behind what becomes of the products, in place: {@link BiasStage}, or before it {@link
   *     RowNormalisationStage}
   */
  DenseStage(RecordedParameter weights, Stage behind) {
    this.weights = weights;
    this.behind = behind;
  }

  @Override
  public INDArray forward(INDArray batch, Recording recording) {
    inputs = batch;
    INDArray outputs = recording.array(batch.size(0), weights.value().size(1));
    divided = recording.divided(batch, weights.value());
    if (divided.isPresent()) {
      divided.get().forward(recording.share(), outputs, recording);
    } else {
      recording.product(batch, false, weights.value(), outputs);
    }
    return behind.forward(outputs, recording);
  }

  @Override
  public INDArray backward(INDArray above, boolean below, Recording recording) {
    INDArray delta = behind.backward(above, true, recording);
    recordGradient(delta, recording);
    if (!below) {
      return delta;
    }
    INDArray result = recording.array(inputs.shape());
    recording.product(delta, false, weights.value().transpose(), result);
    return result;
  }

  private void recordGradient(INDArray delta, Recording recording) {
    INDArray gradient = weights.gradient();
    if (divided.isPresent()) {
      divided.get().backward(recording.share(), delta, recording);
    } else if (GradientFactors.pay(inputs, recording)) {
      recording.factors(gradient, delta, inputs);
    } else {
      recording.product(delta, true, inputs, gradient.transpose());
    }
  }

  @Override
  public boolean yieldsOutputs() {
    return behind.yieldsOutputs();
  }
}
