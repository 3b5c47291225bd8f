package io.espalier.engine.step;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sums over everything but the channels (or features) by products with ones; ND4J's sum along
 * dimensions takes ten times as long.
 */
final class ChannelSum {
  private final Recording recording;
  private final INDArray batchOnes;
  private final INDArray perPixel;
  private final INDArray pixelOnes;

  /** For arrays like this one, {@code [batch, channels]} or {@code [batch, channels, h, w]}. */
  ChannelSum(INDArray like, Recording recording) {
    this.recording = recording;
    long channels = like.size(1);
    long pixels = like.length() / like.size(0) / channels;
    batchOnes = recording.ones(1, like.size(0));
    perPixel = recording.array(channels, pixels);
    pixelOnes = recording.ones(pixels, 1);
  }

  /**
   * Records the sum of an array into {@code [channels, 1]}.
   *
   * @param array row by row
   */
  void record(INDArray array, INDArray sums) {
    long batch = array.size(0);
    INDArray rows =
        recording.view(array, a -> a.reshape('c', new long[] {batch, a.length() / batch}));
    if (perPixel.size(1) == 1) {
      recording.product(batchOnes, false, rows, sums.reshape('c', new long[] {1, sums.length()}));
      return;
    }
    recording.product(
        batchOnes, false, rows, perPixel.reshape('c', new long[] {1, perPixel.length()}));
    recording.product(perPixel, false, pixelOnes, sums);
  }
}
