package io.espalier.engine.step;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What follows a product of single precision, {@code [batch, units]} row by row, in one pass each
 * way: the bias and, where it is asked for, the rectifier. A call of the native library takes as
 * long as all of it for small layers, and for large ones the numbers stay in the first cache. The
 * virtual machine makes vectors only of loops that look at the same place of each array, so the
 * bias is repeated for as many rows as are looked at together.
 */
final class RowBias {
  /** Numbers that are looked at together, unless a row has more. */
  private static final int CHUNK = 2048;

  private final int units;
  private final int all;
  private final boolean rectified;
  private final FloatBuffer outputs;
  private final IntBuffer outputBits;
  private final float[] perRow;
  private final float[] numbers;
  private final int[] signs;
  private final int[] bits;

  /**
   * For one batch size.
   *
   * @param outputs what the product wrote, to be changed in place
   * @param rectified whether negative numbers become 0
   */
  RowBias(INDArray outputs, boolean rectified) {
    this.rectified = rectified;
    units = Math.toIntExact(outputs.size(1));
    all = Math.toIntExact(outputs.length());
    this.outputs = outputs.data().asNioFloat();
    outputBits = outputs.data().asNio().asIntBuffer();
    perRow = new float[Math.min(all, Math.max(1, CHUNK / units) * units)];
    numbers = new float[perRow.length];
    signs = new int[rectified ? perRow.length : 0];
    bits = new int[signs.length];
  }

  /** Records y = x + b, or max(x + b, 0). */
  void forward(INDArray outputArray, INDArray bias, Recording recording) {
    FloatBuffer source = bias.data().asNioFloat();
    int from = Math.toIntExact(bias.offset());
    Runnable work =
        () -> {
          source.get(from, perRow, 0, units);
          repeatFirstRow();
          for (int done = 0; done < all; done += perRow.length) {
            int count = Math.min(perRow.length, all - done);
            outputs.get(done, numbers, 0, count);
            if (rectified) {
              addRectified(numbers, perRow, count);
            } else {
              add(numbers, perRow, count);
            }
            outputs.put(done, numbers, 0, count);
          }
        };
    recording.operation(Operation.of("bias", work, bias, outputArray));
  }

  /** Records δ ← δ where y > 0 and 0 elsewhere, if rectified, and the sums of its columns. */
  void backward(INDArray delta, INDArray gradient, Recording recording) {
    FloatBuffer deltas = delta.data().asNioFloat();
    IntBuffer deltaBits = delta.data().asNio().asIntBuffer();
    FloatBuffer target = gradient.data().asNioFloat();
    int to = Math.toIntExact(gradient.offset());
    Runnable work =
        () -> {
          Arrays.fill(perRow, 0);
          for (int done = 0; done < all; done += perRow.length) {
            int count = Math.min(perRow.length, all - done);
            if (rectified) {
              outputBits.get(done, signs, 0, count);
              deltaBits.get(done, bits, 0, count);
              mask(bits, signs, count);
              deltaBits.put(done, bits, 0, count);
            }
            deltas.get(done, numbers, 0, count);
            add(perRow, numbers, count);
          }
          addRows();
          target.put(to, perRow, 0, units);
        };
    recording.operation(Operation.of("bias_bp", work, delta, gradient));
  }

  private void repeatFirstRow() {
    for (int filled = units; filled < perRow.length; filled *= 2) {
      System.arraycopy(perRow, 0, perRow, filled, Math.min(filled, perRow.length - filled));
    }
  }

  /** Leaves the sum of all rows in the first. */
  private void addRows() {
    int rows = perRow.length / units;
    while (rows > 1) {
      int lower = rows / 2;
      rows -= lower;
      System.arraycopy(perRow, rows * units, numbers, 0, lower * units);
      add(perRow, numbers, lower * units);
    }
  }

  private static void add(float[] sums, float[] numbers, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += numbers[i];
    }
  }

  private static void addRectified(float[] sums, float[] numbers, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] = Math.max(sums[i] + numbers[i], 0f);
    }
  }

  /** A number above 0 has bits whose negation is negative; 0 has not. */
  private static void mask(int[] deltas, int[] outputs, int count) {
    for (int i = 0; i < count; i++) {
      deltas[i] &= -outputs[i] >> 31;
    }
  }
}
