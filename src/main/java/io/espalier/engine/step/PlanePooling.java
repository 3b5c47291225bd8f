package io.espalier.engine.step;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Pooling of images {@code [batch, channels, h, w]} in single precision, plane by plane in arrays
 * that stay in the first caches. The native library has no fast pooling for channels first below
 * AVX-512, and its way back goes forward again; here the way forward leaves a mask of where each
 * maximum was.
 */
final class PlanePooling {
  private static final int NONE = -1;

  private final Window window;
  private final boolean maximum;
  private final boolean rectified;
  private final float factor;
  private final int height;
  private final int width;
  private final int paddedWidth;
  private final int outputHeight;
  private final int outputWidth;
  private final int planes;
  private final float[] plane;
  private final float[] padded;
  private final float[] output;
  private final int[] mask;

  private PlanePooling(
      Window window,
      boolean maximum,
      boolean rectified,
      float factor,
      INDArray inputs,
      long[] outputs) {
    this.window = window;
    this.maximum = maximum;
    this.rectified = rectified;
    this.factor = factor;
    height = (int) inputs.size(2);
    width = (int) inputs.size(3);
    paddedWidth = width + 2 * (int) window.paddingWidth();
    outputHeight = (int) outputs[2];
    outputWidth = (int) outputs[3];
    planes = Math.toIntExact(outputs[0] * outputs[1]);
    plane = new float[height * width];
    boolean bare = window.paddingHeight() == 0 && window.paddingWidth() == 0;
    padded = bare ? plane : new float[(height + 2 * (int) window.paddingHeight()) * paddedWidth];
    output = new float[outputHeight * outputWidth];
    mask = new int[maximum ? planes * output.length : 0];
  }

  /**
   * The maximum of each window; padding never is one.
   *
   * @param rectified whether numbers below 0 count as 0, as after a rectifier
   */
  static PlanePooling maximum(Window window, boolean rectified, INDArray inputs, long[] outputs) {
    return new PlanePooling(window, true, rectified, 1, inputs, outputs);
  }

  /** A multiple of the mean of each window; padding counts as 0. */
  static PlanePooling mean(Window window, double factor, INDArray inputs, long[] outputs) {
    return new PlanePooling(window, false, false, (float) factor, inputs, outputs);
  }

  /** Fills {@code outputs} and remembers where the maxima were. Both arrays lie row by row. */
  void forward(INDArray inputs, INDArray outputs) {
    FloatBuffer source = inputs.data().asNioFloat();
    FloatBuffer target = outputs.data().asNioFloat();
    int from = Math.toIntExact(inputs.offset());
    Arrays.fill(padded, maximum ? Float.NEGATIVE_INFINITY : 0);
    for (int i = 0; i < planes; i++) {
      source.get(from + i * plane.length, plane);
      pad();
      if (maximum) {
        maxima(i * output.length);
      } else {
        means();
      }
      target.put(i * output.length, output);
    }
  }

  /** Fills {@code gradient}, that by the inputs, from {@code delta}, that by the outputs. */
  void backward(INDArray delta, INDArray gradient) {
    FloatBuffer source = delta.data().asNioFloat();
    FloatBuffer target = gradient.data().asNioFloat();
    int from = Math.toIntExact(delta.offset());
    for (int i = 0; i < planes; i++) {
      source.get(from + i * output.length, output);
      Arrays.fill(padded, 0);
      if (maximum) {
        scatter(i * output.length);
      } else {
        spread();
      }
      unpad();
      target.put(i * plane.length, plane);
    }
  }

  private void pad() {
    if (padded != plane) {
      for (int y = 0; y < height; y++) {
        System.arraycopy(plane, y * width, padded, inner(y), width);
      }
    }
  }

  private void unpad() {
    if (padded != plane) {
      for (int y = 0; y < height; y++) {
        System.arraycopy(padded, inner(y), plane, y * width, width);
      }
    }
  }

  /** Where a row of the plane begins in the padded one. */
  private int inner(int y) {
    return (y + (int) window.paddingHeight()) * paddedWidth + (int) window.paddingWidth();
  }

  /** The first of equal maxima is taken, row by row. */
  private void maxima(int maskFrom) {
    float[] numbers = padded;
    int kernelHeight = (int) window.kernelHeight();
    int kernelWidth = (int) window.kernelWidth();
    int stepDown = (int) window.strideHeight() * paddedWidth;
    int stepRight = (int) window.strideWidth();
    float least = rectified ? 0 : Float.NEGATIVE_INFINITY;
    for (int y = 0, o = 0; y < outputHeight; y++) {
      int corner = y * stepDown;
      for (int x = 0; x < outputWidth; x++, o++, corner += stepRight) {
        float best = least;
        int place = rectified ? NONE : corner;
        for (int row = corner; row < corner + kernelHeight * paddedWidth; row += paddedWidth) {
          for (int at = row; at < row + kernelWidth; at++) {
            boolean more = numbers[at] > best;
            best = more ? numbers[at] : best;
            place = more ? at : place;
          }
        }
        output[o] = best;
        mask[maskFrom + o] = place;
      }
    }
  }

  private void scatter(int maskFrom) {
    for (int o = 0; o < output.length; o++) {
      int place = mask[maskFrom + o];
      if (place != NONE) {
        padded[place] += output[o];
      }
    }
  }

  private void means() {
    int kernelHeight = (int) window.kernelHeight();
    int kernelWidth = (int) window.kernelWidth();
    for (int y = 0, o = 0; y < outputHeight; y++) {
      int corner = y * (int) window.strideHeight() * paddedWidth;
      for (int x = 0; x < outputWidth; x++, o++, corner += (int) window.strideWidth()) {
        float sum = 0;
        for (int row = corner; row < corner + kernelHeight * paddedWidth; row += paddedWidth) {
          for (int at = row; at < row + kernelWidth; at++) {
            sum += padded[at];
          }
        }
        output[o] = sum / (kernelHeight * kernelWidth) * factor;
      }
    }
  }

  private void spread() {
    int kernelHeight = (int) window.kernelHeight();
    int kernelWidth = (int) window.kernelWidth();
    for (int y = 0, o = 0; y < outputHeight; y++) {
      int corner = y * (int) window.strideHeight() * paddedWidth;
      for (int x = 0; x < outputWidth; x++, o++, corner += (int) window.strideWidth()) {
        float part = output[o] / (kernelHeight * kernelWidth) * factor;
        for (int row = corner; row < corner + kernelHeight * paddedWidth; row += paddedWidth) {
          for (int at = row; at < row + kernelWidth; at++) {
            padded[at] += part;
          }
        }
      }
    }
  }
}
