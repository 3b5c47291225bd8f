package io.espalier.engine.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Parts of a convolution with several windows for each channel, of which ND4J's operation has a
 * fast form only with one: it runs for the first windows of all channels, for the second ones ….
 */
public final class ChannelWindows {
  private ChannelWindows() {}

  /**
   * The i-th window of each channel, a view.
   *
   * @param windows {@code [multiplier, channels, height, width]}
   * @return {@code [height, width, channels, 1]}
   */
  public static INDArray windows(INDArray windows, long i) {
    long[] shape = windows.shape();
    return windows
        .tensorAlongDimension(i, 1, 2, 3) // slice and get call some of them empty
        .reshape('c', 1, shape[1], shape[2], shape[3])
        .permute(2, 3, 1, 0);
  }

  /**
   * What comes of the i-th window of each channel, a view.
   *
   * @param outputs {@code [batch, channels·multiplier, h, w]}, row by row
   * @return {@code [batch, channels, h, w]}
   */
  public static INDArray outputs(INDArray outputs, long multiplier, long i) {
    if (multiplier == 1) {
      return outputs;
    }
    long[] shape = outputs.shape();
    return outputs
        .reshape('c', shape[0], shape[1] / multiplier, multiplier, shape[2], shape[3])
        .tensorAlongDimension(i, 0, 1, 3, 4);
  }
}
