package io.espalier.engine.step;

import io.espalier.engine.layers.ChannelWindows;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A depthwise-separable convolution: {@code [batch, channelsIn, h, w] -> [batch,
 * channelsIn·multiplier, h', w'] -> [batch, channelsOut, h', w']}.
 *
 * <p>ND4J's operation for both convolutions at once has no fast form, and that for the first of
 * them only with one window for each channel. So it runs once for the first windows of all
 * channels, once for the second ones …, each into every multiplier-th channel between the two.
 */
final class SeparableStage implements Stage {
  private final RecordedParameter windows;
  private final ConvolutionStage mixing;
  private final Window window;
  private final long multiplier;
  private INDArray inputs = Nd4j.empty();

  /**
   * For parameters as DL4J keeps them.
   *
   * @param windows {@code [multiplier, channelsIn, height, width]}
   * @param weights {@code [channelsOut, channelsIn·multiplier, 1, 1]}
   */
  SeparableStage(
      RecordedParameter windows,
      RecordedParameter weights,
      RecordedParameter bias,
      Window window,
      ActivationStage activation) {
    this.windows = windows;
    this.window = window;
    mixing = new ConvolutionStage(weights, bias, Window.pixel(), activation);
    multiplier = windows.value().size(0);
  }

  @Override
  public INDArray forward(INDArray batch, Recording recording) {
    inputs = batch;
    INDArray between = recording.array(window.outputShape(batch, multiplier * batch.size(1)));
    for (long i = 0; i < multiplier; i++) {
      recording.call(
          "depthwise_conv2d",
          new INDArray[] {ChannelWindows.outputs(between, multiplier, i)},
          new INDArray[] {batch, ChannelWindows.windows(windows.value(), i)},
          window.depthwise());
    }
    return mixing.forward(between, recording);
  }

  @Override
  public INDArray backward(INDArray above, boolean below, Recording recording) {
    INDArray delta = mixing.backward(above, true, recording);
    INDArray result = recording.array(inputs.shape());
    INDArray next = multiplier == 1 ? result : recording.array(inputs.shape());
    for (long i = 0; i < multiplier; i++) {
      recording.call(
          "depthwise_conv2d_bp",
          new INDArray[] {i == 0 ? result : next, ChannelWindows.windows(windows.gradient(), i)},
          new INDArray[] {
            inputs,
            ChannelWindows.windows(windows.value(), i),
            ChannelWindows.outputs(delta, multiplier, i)
          },
          window.depthwise());
      if (i > 0 && below) {
        recording.call("add", result, result, next);
      }
    }
    return result;
  }

  @Override
  public boolean yieldsOutputs() {
    return mixing.yieldsOutputs();
  }
}
