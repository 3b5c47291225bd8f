package io.espalier.engine.step;

import io.espalier.engine.onednn.Argument;
import io.espalier.engine.onednn.Layout;
import io.espalier.engine.onednn.Primitive;
import io.espalier.engine.onednn.Primitives;
import io.espalier.engine.onednn.Sliding;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A {@link ConvolutionStage} by oneDNN in the layouts that it works on fastest, to which weights
 * are brought in each pass.
 */
final class BlockedConvolution implements Stage {
  /** Channels up to which the library takes images as they are. */
  private static final int MOST_PLAIN = 3;

  /** Channels of a block with AVX-512. */
  private static final int BLOCK = 16;

  /** Channels of a block without. */
  private static final int SMALL_BLOCK = 8;

  private final RecordedParameter weights;
  private final RecordedParameter bias;
  private final Window window;
  private final boolean rectified;
  private final ActivationStage behind;
  private INDArray inputs = Nd4j.empty();
  private INDArray outputs = Nd4j.empty();
  private Optional<Primitive> forward = Optional.empty();

  BlockedConvolution(
      RecordedParameter weights,
      RecordedParameter bias,
      Window window,
      ActivationStage activation) {
    this.weights = weights;
    this.bias = bias;
    this.window = window;
    rectified = activation instanceof Activations.Rectifier;
    behind = rectified ? new Activations.Identity() : activation;
  }

  @Override
  public boolean takesBlocks() {
    return true;
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
    Blocks blocks = recording.blocks();
    long[] shape = window.outputShape(batch, weights.value().size(0));
    Primitive made = primitive(batch.shape(), shape, back);
    forward = Optional.of(made);
    BlockedCall call = blocks.call("conv2d", made);
    inputs = blocks.in(made.layout(Argument.SOURCE), batch);
    outputs = blocks.array(made.layout(Argument.TARGET), shape);
    blocks.record(
        call.with(Argument.SOURCE, inputs)
            .with(Argument.WEIGHTS, blocks.in(made.layout(Argument.WEIGHTS), weights.value()))
            .with(Argument.BIAS, bias.value())
            .with(Argument.TARGET, outputs));
    return identity() ? outputs : behind.forward(blocks.plain(outputs), recording);
  }

  /**
   * Where the library would put out images row by row, as of a first convolution to many channels
   * without AVX-512, everything behind it would be slow: then with channels last.
   */
  private Primitive primitive(long[] batch, long[] shape, boolean back) {
    Sliding sliding = window.sliding(batch, shape);
    try (Layout source = Layout.any(batch);
        Layout kernels = Layout.any(weights.value().shape());
        Layout target = Layout.any(shape);
        Layout rows = Layout.rows(shape);
        Layout channelsLast = Layout.channelsLast(shape)) {
      Primitive made =
          Primitives.convolution(source, kernels, target, shape[1], sliding, back, rectified);
      if (!made.layout(Argument.TARGET).isSameAs(rows) || channelsLast.isSameAs(rows)) {
        return made;
      }
      made.close();
      return Primitives.convolution(
          source, kernels, channelsLast, shape[1], sliding, back, rectified);
    }
  }

  private boolean identity() {
    return behind instanceof Activations.Identity;
  }

  @Override
  public INDArray backward(INDArray above, boolean below, Recording recording) {
    Blocks blocks = recording.blocks();
    INDArray delta = identity() ? above : behind.backward(blocks.plain(above), true, recording);
    if (rectified) {
      delta = blocks.in(blocks.layout(outputs), delta);
      blocks.rectifyBack(outputs, delta);
    }
    gradients(delta, blocks);
    return below ? inputGradient(delta, blocks) : delta;
  }

  /**
   * The library knows no blocks of some channels more than a whole one. Where it may choose, it
   * goes without AVX-512 for them, and without that takes four times as long for one channel.
   */
  private boolean channelsLast() {
    long channels = inputs.size(1);
    return Processor.hasAvx512()
        ? channels > MOST_PLAIN && channels % BLOCK != 0
        : channels != MOST_PLAIN && channels % SMALL_BLOCK != 0;
  }

  private Layout images(long[] shape) {
    return channelsLast() ? Layout.channelsLast(shape) : Layout.any(shape);
  }

  private void gradients(INDArray delta, Blocks blocks) {
    try (Layout source = images(inputs.shape());
        Layout kernels = Layout.any(weights.value().shape());
        Layout target = images(delta.shape())) {
      Primitive made =
          Primitives.convolutionGradients(
              source,
              kernels,
              target,
              delta.size(1),
              window.sliding(inputs.shape(), delta.shape()),
              forward.orElseThrow());
      BlockedCall call = blocks.call("conv2d_bp_weights", made);
      INDArray gradient =
          blocks.array(made.layout(Argument.WEIGHTS_GRADIENT), weights.value().shape());
      blocks.record(
          call.with(Argument.SOURCE, blocks.in(made.layout(Argument.SOURCE), inputs))
              .with(
                  Argument.TARGET_GRADIENT, blocks.in(made.layout(Argument.TARGET_GRADIENT), delta))
              .with(Argument.WEIGHTS_GRADIENT, gradient)
              .with(Argument.BIAS_GRADIENT, bias.gradient()));
      blocks.write(gradient, weights.gradient());
    }
  }

  private INDArray inputGradient(INDArray delta, Blocks blocks) {
    try (Layout source = Layout.any(inputs.shape());
        Layout kernels = Layout.any(weights.value().shape());
        Layout target = Layout.any(delta.shape())) {
      Primitive made =
          Primitives.convolutionBack(
              source,
              kernels,
              target,
              window.sliding(inputs.shape(), delta.shape()),
              forward.orElseThrow());
      BlockedCall call = blocks.call("conv2d_bp_inputs", made);
      INDArray result = blocks.array(made.layout(Argument.SOURCE_GRADIENT), inputs.shape());
      blocks.record(
          call.with(
                  Argument.TARGET_GRADIENT, blocks.in(made.layout(Argument.TARGET_GRADIENT), delta))
              .with(Argument.WEIGHTS, blocks.in(made.layout(Argument.WEIGHTS), weights.value()))
              .with(Argument.SOURCE_GRADIENT, result));
      return result;
    }
  }

  @Override
  public boolean yieldsOutputs() {
    return !rectified && identity();
  }
}
