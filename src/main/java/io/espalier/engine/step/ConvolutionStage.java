package io.espalier.engine.step;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution: {@code [batch, channelsIn, h, w] -> [batch, channelsOut, h', w']}.
 *
 * <p>With a stride of 1 the weights' gradient is itself a convolution, of the inputs by δ with
 * batch and channels exchanged, and the inputs' gradient a transposed convolution of δ. Both apart
 * take less time than ND4J's common operation, and the first layer needs only one of them. Where
 * small windows lie over many channels that operation is faster by half: it works on blocks of 16.
 */
final class ConvolutionStage implements Stage {
  /** Channels that native code works on at once. */
  private static final int BLOCK = 16;

  /** Numbers of a window, 3 × 3. */
  private static final int SMALL_WINDOW = 9;

  private final RecordedParameter weights;
  private final RecordedParameter bias;
  private final Window window;
  private final ActivationStage activation;
  private INDArray inputs = Nd4j.empty();

  ConvolutionStage(
      RecordedParameter weights,
      RecordedParameter bias,
      Window window,
      ActivationStage activation) {
    this.weights = weights;
    this.bias = bias;
    this.window = window;
    this.activation = activation;
  }

  /** The same without its rectifier; nothing where it has another activation. */
  Optional<ConvolutionStage> withoutRectifier() {
    return activation instanceof Activations.Rectifier
        ? Optional.of(new ConvolutionStage(weights, bias, window, new Activations.Identity()))
        : Optional.empty();
  }

  @Override
  public INDArray forward(INDArray batch, Recording recording) {
    inputs = batch;
    INDArray outputs = recording.array(window.outputShape(batch, weights.value().size(0)));
    recording.call(
        "conv2d",
        new INDArray[] {outputs},
        new INDArray[] {batch, weights.value(), flat(bias.value())},
        window.convolution());
    return activation.forward(outputs, recording);
  }

  @Override
  public INDArray backward(INDArray above, boolean below, Recording recording) {
    INDArray delta = activation.backward(above, true, recording);
    if (!window.unitStride() || (below && inBlocks())) {
      return both(delta, recording);
    }
    biasGradient(delta, recording);
    recording.call(
        "conv2d",
        new INDArray[] {exchanged(weights.gradient())},
        new INDArray[] {recording.view(inputs, ConvolutionStage::exchanged), exchanged(delta)},
        window.withKernel(delta.size(2), delta.size(3)).convolution());
    if (!below) {
      return delta;
    }
    INDArray result = recording.array(inputs.shape());
    recording.call(
        "deconv2d",
        new INDArray[] {result},
        new INDArray[] {delta, weights.value()},
        window.convolution());
    return result;
  }

  @Override
  public Stage blocked() {
    return new BlockedConvolution(weights, bias, window, activation);
  }

  @Override
  public boolean yieldsOutputs() {
    return activation instanceof Activations.Identity;
  }

  private boolean inBlocks() {
    INDArray kernels = weights.value();
    return kernels.size(0) % BLOCK == 0
        && kernels.size(1) % BLOCK == 0
        && kernels.size(2) * kernels.size(3) <= SMALL_WINDOW;
  }

  private INDArray both(INDArray delta, Recording recording) {
    INDArray result = recording.array(inputs.shape());
    recording.call(
        "conv2d_bp",
        new INDArray[] {result, weights.gradient(), flat(bias.gradient())},
        new INDArray[] {inputs, weights.value(), flat(bias.value()), delta},
        window.convolution());
    return result;
  }

  private void biasGradient(INDArray delta, Recording recording) {
    long channels = delta.size(1);
    new ChannelSum(delta, recording).record(delta, bias.gradient().reshape(channels, 1));
  }

  private static INDArray flat(INDArray vector) {
    return vector.reshape(vector.length());
  }

  private static INDArray exchanged(INDArray array) {
    return array.permute(1, 0, 2, 3);
  }
}
