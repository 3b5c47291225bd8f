package io.espalier.engine.step;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where windows lie in images {@code [batch, channels, h, w]}, which are taken as planes of h × w
 * numbers, several at a time: as many as fill half of a first cache. All places are indexes into
 * the padded planes of such a chunk, one after the other.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PlaneWindows(
    int planes, int atOnce, int inputs, int padded, int outputs, int[] offsets, int[] corners) {
  private static final int NUMBERS_AT_ONCE = 4096;

  /**
   * The windows of a pooling.
   *
   * @param inputs the images
   * @param outputs the shape of what comes out
   */
  static PlaneWindows of(Window window, INDArray inputs, long[] outputs) {
    int planes = Math.toIntExact(outputs[0] * outputs[1]);
    int plane = Math.toIntExact(inputs.size(2) * inputs.size(3));
    int width = (int) (inputs.size(3) + 2 * window.paddingWidth());
    int padded = (int) (inputs.size(2) + 2 * window.paddingHeight()) * width;
    int atOnce = Math.min(planes, Math.max(1, NUMBERS_AT_ONCE / padded));
    int[] offsets = new int[(int) (window.kernelHeight() * window.kernelWidth())];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = i / (int) window.kernelWidth() * width + i % (int) window.kernelWidth();
    }
    int outputWidth = (int) outputs[3];
    int perPlane = (int) outputs[2] * outputWidth;
    int[] corners = new int[atOnce * perPlane];
    for (int i = 0; i < corners.length; i++) {
      int down = i % perPlane / outputWidth * (int) window.strideHeight();
      int right = i % outputWidth * (int) window.strideWidth();
      corners[i] = i / perPlane * padded + down * width + right;
    }
    return new PlaneWindows(planes, atOnce, plane, padded, perPlane, offsets, corners);
  }

  /** How many planes there are in the chunk that begins with this one. */
  int count(int from) {
    return Math.min(atOnce, planes - from);
  }
}
