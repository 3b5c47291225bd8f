package io.espalier.engine.onednn;

/**
 * A window that slides over images, in pixels. Padding below and at the right is as much as windows
 * reach, negative where they end before the image does.
 */
public record Sliding(
    long kernelHeight,
    long kernelWidth,
    long strideHeight,
    long strideWidth,
    long above,
    long left,
    long below,
    long right) {
  long[] kernel() {
    return new long[] {kernelHeight, kernelWidth};
  }

  long[] strides() {
    return new long[] {strideHeight, strideWidth};
  }

  long[] before() {
    return new long[] {above, left};
  }

  long[] behind() {
    return new long[] {below, right};
  }
}
