package io.espalier.engine.step;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The gradient of a convolution's weights where it takes and gives few channels, as a first one
 * does: the native convolution by δ runs far below the processor's speed there. Each padded plane
 * lies in a row beside the others of some examples, once for each column of the kernel, shifted by
 * it; δ lies at the same places, with zeros where no window begins. The gradient of a row of the
 * kernel is then one product, of the planes from that row on by δ.
 */
final class ShiftedPlanes {
  /** Channels times columns of the kernel, of which there are as many copies of a plane. */
  private static final long MOST_COPIES = 24;

  /** Channels that come out, whose planes of δ are copied. */
  private static final long MOST_OUTPUTS = 8;

  /** Numbers of a row, about, so that all rows stay in the second cache. */
  private static final int ROW = 8192;

  /** The sizes of an array of images. */
  private record Planes(int examples, int channels, int height, int width) {
    static Planes of(INDArray array) {
      int[] sizes = LongStream.of(array.shape()).mapToInt(Math::toIntExact).toArray();
      return new Planes(sizes[0], sizes[1], sizes[2], sizes[3]);
    }

    /** Numbers of a plane. */
    int size() {
      return height * width;
    }
  }

  private final Planes from;
  private final Planes above;
  private final Window window;
  private final int kernelHeight;
  private final int kernelWidth;
  private final int paddedWidth;
  private final int plane;
  private final int atOnce;
  private final int row;
  private final int reach;
  private final FloatBuffer shifted;
  private final FloatBuffer deltas;
  private final FloatBuffer[] products;
  private final NativeCall[] calls;
  private final float[] numbers;
  private final float[] padded;
  private final float[] sums;

  /**
   * For one batch size.
   *
   * @param inputs {@code [batch, channels, h, w]}
   * @param delta {@code [batch, outputs, h', w']}
   */
  ShiftedPlanes(Window window, INDArray inputs, INDArray delta, Recording recording) {
    from = Planes.of(inputs);
    above = Planes.of(delta);
    this.window = window;
    kernelHeight = Math.toIntExact(window.kernelHeight());
    kernelWidth = Math.toIntExact(window.kernelWidth());
    paddedWidth = from.width() + 2 * Math.toIntExact(window.paddingWidth());
    plane = (from.height() + 2 * Math.toIntExact(window.paddingHeight())) * paddedWidth;
    atOnce = Math.min(from.examples(), Math.max(1, ROW / plane));
    row = atOnce * plane;
    reach = row + (kernelHeight - 1) * paddedWidth;
    int copies = from.channels() * kernelWidth;
    INDArray planes = recording.array(copies, reach);
    INDArray places = recording.array(above.channels(), row);
    shifted = planes.data().asNioFloat();
    deltas = places.data().asNioFloat();
    products = new FloatBuffer[kernelHeight];
    calls = new NativeCall[kernelHeight];
    for (int i = 0; i < kernelHeight; i++) {
      long first = (long) i * paddedWidth;
      INDArray below = planes.get(NDArrayIndex.all(), NDArrayIndex.interval(first, first + row));
      INDArray product = recording.array(copies, above.channels());
      products[i] = product.data().asNioFloat();
      calls[i] =
          new NativeCall(
              "matmul",
              new INDArray[] {below, places},
              new INDArray[] {product},
              new long[] {0, 1, 0});
    }
    int mostNumbers = Math.max(from.size(), above.size());
    numbers = new float[Math.max(mostNumbers, copies * above.channels())];
    padded = new float[plane];
    sums = new float[kernelHeight * copies * above.channels()];
  }

  /** Whether the products take less time than the native convolution. */
  static boolean pays(Window window, INDArray inputs, INDArray delta) {
    return window.unitStride()
        && delta.size(1) <= MOST_OUTPUTS
        && inputs.size(1) * window.kernelWidth() <= MOST_COPIES;
  }

  /** Records the gradient {@code [outputs, channels, kernel height, kernel width]}. */
  void record(INDArray inputs, INDArray delta, INDArray gradient, Recording recording) {
    recording.reading(
        "shifted_planes", inputs, gradient, given -> gradient(given, delta, gradient));
  }

  private void gradient(INDArray inputs, INDArray delta, INDArray gradient) {
    FloatBuffer source = inputs.data().asNioFloat();
    int offset = Math.toIntExact(inputs.offset());
    FloatBuffer deltaNumbers = delta.data().asNioFloat();
    Arrays.fill(sums, 0);
    for (int first = 0; first < from.examples(); first += atOnce) {
      for (int i = 0; i < atOnce; i++) {
        int example = first + i;
        if (example < from.examples()) {
          shift(source, offset + example * from.channels() * from.size(), i * plane);
        }
        place(deltaNumbers, example, i * plane);
      }
      multiply();
    }
    write(gradient);
  }

  private void shift(FloatBuffer source, int first, int at) {
    int margin = Math.toIntExact(window.paddingHeight() * paddedWidth + window.paddingWidth());
    for (int channel = 0; channel < from.channels(); channel++) {
      source.get(first + channel * from.size(), numbers, 0, from.size());
      pad(from, margin);
      for (int by = 0; by < kernelWidth; by++) {
        shifted.put((channel * kernelWidth + by) * reach + at, padded, by, plane - by);
      }
    }
    Arrays.fill(padded, 0);
  }

  /** Zeros where there is no such example. */
  private void place(FloatBuffer source, int example, int at) {
    for (int channel = 0; channel < above.channels(); channel++) {
      if (example < above.examples()) {
        int first = (example * above.channels() + channel) * above.size();
        source.get(first, numbers, 0, above.size());
        pad(above, 0);
      }
      deltas.put(channel * row + at, padded, 0, plane);
    }
    Arrays.fill(padded, 0);
  }

  /** Lays a plane of numbers into the padded one. */
  private void pad(Planes planes, int margin) {
    for (int y = 0; y < planes.height(); y++) {
      int to = margin + y * paddedWidth;
      System.arraycopy(numbers, y * planes.width(), padded, to, planes.width());
    }
  }

  private void multiply() {
    int count = sums.length / kernelHeight;
    for (int i = 0; i < kernelHeight; i++) {
      calls[i].run();
      products[i].get(0, numbers, 0, count);
      for (int j = 0; j < count; j++) {
        sums[i * count + j] += numbers[j];
      }
    }
  }

  private void write(INDArray gradient) {
    FloatBuffer target = gradient.data().asNioFloat();
    int offset = Math.toIntExact(gradient.offset());
    int at = 0;
    for (int i = 0; i < kernelHeight; i++) {
      for (int channel = 0; channel < from.channels(); channel++) {
        for (int j = 0; j < kernelWidth; j++) {
          int kernel =
              channel * gradient.stride(1) + i * gradient.stride(2) + j * gradient.stride(3);
          for (int output = 0; output < above.channels(); output++, at++) {
            target.put(offset + output * gradient.stride(0) + kernel, sums[at]);
          }
        }
      }
    }
  }
}
