package io.espalier.engine.step;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The gradient of a convolution's weights where it takes few channels, as a first one does, on a
 * processor with AVX-512: the native convolution by δ runs far below the processor's speed there,
 * and OpenBLAS has small products that it multiplies in place. Without them, as on a processor with
 * AVX2, its products by so few rows take twice as long as that convolution. Each padded plane lies
 * in a row beside the others of some examples, once for each column of the kernel, shifted by it; δ
 * lies at the same places, with zeros where no window begins. The gradient of a row of the kernel
 * is then one product, of the planes from that row on by δ.
 */
final class ShiftedPlanes {
  /** Channels times columns of the kernel, of which there are as many copies of a plane. */
  private static final long MOST_COPIES = 24;

  /** Channels that come out, whose planes of δ are copied, of any batch. */
  private static final long FEW_OUTPUTS = 8;

  /** The same of large images and batches. */
  private static final long MOST_OUTPUTS = 64;

  /** Pixels of a plane, and numbers of a batch, from which on more outputs pay than few. */
  private static final long FEWEST_PIXELS = 700;

  private static final long FEWEST_NUMBERS = 60_000;

  /** Numbers of a row, about, so that all rows stay in the second cache. */
  private static final int ROW = 8192;

  /** Multiplications of a product, above which OpenBLAS copies both sides. */
  private static final long SMALL_PRODUCT = 1_000_000;

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

  /**
   * Of some numbers of each row, for a row of the kernel.
   *
   * @param at where its sums begin
   */
  private record Product(NativeCall call, FloatBuffer result, int at) {}

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
  private final List<Product> products = new ArrayList<>();
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
    long multiplications = (long) copies * above.channels() * row;
    int parts = (int) ((multiplications - 1) / SMALL_PRODUCT + 1);
    for (int i = 0; i < kernelHeight; i++) {
      INDArray product = recording.array(copies, above.channels());
      for (int part = 0; part < parts; part++) {
        long from = (long) row * part / parts;
        long to = (long) row * (part + 1) / parts;
        long first = (long) i * paddedWidth;
        products.add(
            new Product(
                new NativeCall(
                    "matmul",
                    new INDArray[] {
                      columns(planes, first + from, first + to), columns(places, from, to)
                    },
                    new INDArray[] {product},
                    new long[] {0, 1, 0}),
                product.data().asNioFloat(),
                i * copies * above.channels()));
      }
    }
    int mostNumbers = Math.max(from.size(), above.size());
    numbers = new float[Math.max(mostNumbers, copies * above.channels())];
    padded = new float[plane];
    sums = new float[kernelHeight * copies * above.channels()];
  }

  private static INDArray columns(INDArray rows, long from, long to) {
    return rows.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
  }

  /**
   * Whether the products take less time than the native convolution, as measured on an AMD EPYC
   * (Zen 4).
   */
  static boolean pays(Window window, INDArray inputs, INDArray delta) {
    long outputs = delta.size(1);
    return Processor.hasAvx512()
        && window.unitStride()
        && inputs.size(1) * window.kernelWidth() <= MOST_COPIES
        && (outputs <= FEW_OUTPUTS
            || (outputs <= MOST_OUTPUTS
                && inputs.size(2) * inputs.size(3) >= FEWEST_PIXELS
                && inputs.length() >= FEWEST_NUMBERS));
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
    for (Product product : products) {
      product.call.run();
      product.result.get(0, numbers, 0, count);
      for (int j = 0; j < count; j++) {
        sums[product.at + j] += numbers[j];
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
