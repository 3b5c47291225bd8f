package io.espalier.engine.step;

import io.espalier.engine.onednn.Sliding;
import io.espalier.wire.LayerSpec;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A sliding window in pixels, as ND4J's operations take it: images channels first, no dilation. */
record Window(
    long kernelHeight,
    long kernelWidth,
    long strideHeight,
    long strideWidth,
    long paddingHeight,
    long paddingWidth) {
  private static final long NO_DILATION = 1;
  private static final long EXPLICIT_PADDING = 0;
  private static final long CHANNELS_FIRST = 0;
  private static final long WEIGHTS_OUT_IN_HEIGHT_WIDTH = 1;
  private static final long WEIGHTS_HEIGHT_WIDTH_IN_OUT = 0;

  /** Divides an average by the whole window, padding included. */
  private static final long WHOLE_WINDOW = 1;

  static Window of(int[] kernel, int[] stride, int[] padding) {
    return new Window(kernel[0], kernel[1], stride[0], stride[1], padding[0], padding[1]);
  }

  static Window of(LayerSpec.Window window) {
    return new Window(
        window.kernelHeight(),
        window.kernelWidth(),
        window.strideHeight(),
        window.strideWidth(),
        window.paddingHeight(),
        window.paddingWidth());
  }

  Window withKernel(long height, long width) {
    return new Window(height, width, strideHeight, strideWidth, paddingHeight, paddingWidth);
  }

  boolean unitStride() {
    return strideHeight == 1 && strideWidth == 1;
  }

  /** A single pixel. */
  static Window pixel() {
    return new Window(1, 1, 1, 1, 0, 0);
  }

  /** Whether it is of 2 × 2 numbers. */
  boolean pair() {
    return kernelHeight == 2 && kernelWidth == 2;
  }

  long[] outputShape(INDArray inputs, long channels) {
    return new long[] {
      inputs.size(0),
      channels,
      (inputs.size(2) + 2 * paddingHeight - kernelHeight) / strideHeight + 1,
      (inputs.size(3) + 2 * paddingWidth - kernelWidth) / strideWidth + 1
    };
  }

  /** As oneDNN takes it, for images and results of these shapes. */
  Sliding sliding(long[] images, long[] results) {
    return new Sliding(
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        paddingHeight,
        paddingWidth,
        (results[2] - 1) * strideHeight + kernelHeight - images[2] - paddingHeight,
        (results[3] - 1) * strideWidth + kernelWidth - images[3] - paddingWidth);
  }

  long[] convolution() {
    return arguments(CHANNELS_FIRST, WEIGHTS_OUT_IN_HEIGHT_WIDTH);
  }

  long[] depthwise() {
    return arguments(CHANNELS_FIRST, WEIGHTS_HEIGHT_WIDTH_IN_OUT);
  }

  long[] pooling() {
    return arguments(WHOLE_WINDOW, CHANNELS_FIRST);
  }

  private long[] arguments(long second, long third) {
    return new long[] {
      kernelHeight,
      kernelWidth,
      strideHeight,
      strideWidth,
      paddingHeight,
      paddingWidth,
      NO_DILATION,
      NO_DILATION,
      EXPLICIT_PADDING,
      second,
      third
    };
  }
}
