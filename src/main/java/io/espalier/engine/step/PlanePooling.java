package io.espalier.engine.step;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Pooling of images {@code [batch, channels, h, w]} in single precision, in Java arrays that stay
 * in the first caches. The native library has no fast pooling for channels first below AVX-512, and
 * its way back goes forward again. All arrays lie row by row.
 */
interface PlanePooling {
  /** Fills {@code outputs} and remembers what the way back needs. */
  void forward(INDArray inputs, INDArray outputs);

  /** Fills {@code gradient}, that by the inputs, from {@code delta}, that by the outputs. */
  void backward(INDArray delta, INDArray gradient);

  /**
   * The maximum of each window; padding never is one. −0 counts as less than 0.
   *
   * @param rectified whether numbers below 0 count as 0, as after a rectifier
   * @param back whether the way back will be asked for
   */
  static PlanePooling maximum(
      Window window, boolean rectified, boolean back, INDArray inputs, long[] outputs) {
    PlaneWindows windows = PlaneWindows.of(window, inputs, outputs);
    PlanePadding padding = PlanePadding.of(window, inputs);
    return new MaximumPooling(windows, padding, rectified, window.pair(), back);
  }

  /** A multiple of the mean of each window; padding counts as 0. */
  static PlanePooling mean(Window window, double factor, INDArray inputs, long[] outputs) {
    return new MeanPooling(
        PlaneWindows.of(window, inputs, outputs),
        PlanePadding.of(window, inputs),
        (float) factor,
        window.pair());
  }
}
