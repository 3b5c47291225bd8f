package io.espalier.engine.step;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Maxima, with a mask of where they were. Numbers are compared as integers of the same order: the
 * virtual machine takes the larger of two integers without a branch, but of two floats with one,
 * which is mispredicted half of the time.
 */
final class MaximumPooling implements PlanePooling {
  private static final int BELOW_SIGN = 0x7fffffff;

  private final PlaneWindows windows;
  private final PlanePadding padding;
  private final boolean rectified;
  private final boolean pairs;
  private final boolean back;
  private final int[] planes;
  private final int[] padded;
  private final int[] outputs;
  private final int[] mask;
  private final int nowhere;
  private final float[] deltas;
  private final float[] gradients;
  private final float[] unpadded;

  /**
   * For one batch size.
   *
   * @param pairs whether windows are of 2 × 2 numbers
   * @param back whether the way back will be asked for, which needs the places
   */
  MaximumPooling(
      PlaneWindows windows, PlanePadding padding, boolean rectified, boolean pairs, boolean back) {
    this.windows = windows;
    this.padding = padding;
    this.rectified = rectified;
    this.pairs = pairs;
    this.back = back;
    planes = new int[windows.atOnce() * windows.inputs()];
    padded = padding.none() ? planes : new int[windows.atOnce() * windows.padded()];
    outputs = new int[windows.corners().length];
    mask = new int[back ? windows.planes() * windows.outputs() : 0];
    deltas = new float[back ? outputs.length : 0];
    nowhere = padded.length;
    gradients = new float[back ? nowhere + 1 : 0];
    unpadded = padding.none() ? gradients : new float[back ? planes.length : 0];
    Arrays.fill(padded, Integer.MIN_VALUE);
  }

  @Override
  public void forward(INDArray from, INDArray to) {
    IntBuffer source = from.data().asNio().asIntBuffer();
    IntBuffer target = to.data().asNio().asIntBuffer();
    int offset = Math.toIntExact(from.offset());
    for (int plane = 0; plane < windows.planes(); plane += windows.atOnce()) {
      int count = windows.count(plane);
      int numbers = count * windows.inputs();
      source.get(offset + plane * windows.inputs(), planes, 0, numbers);
      order(planes, numbers);
      if (!padding.none()) {
        padding.pad(planes, padded, count);
      }
      int maxima = count * windows.outputs();
      if (!back) {
        maxima(maxima);
      } else if (pairs) {
        maximaOfPairs(plane * windows.outputs(), maxima);
      } else {
        maxima(plane * windows.outputs(), maxima);
      }
      order(outputs, maxima);
      target.put(plane * windows.outputs(), outputs, 0, maxima);
    }
  }

  /** Bits of floats to integers of the same order, and back. */
  private static void order(int[] numbers, int count) {
    for (int i = 0; i < count; i++) {
      numbers[i] ^= (numbers[i] >> 31) & BELOW_SIGN;
    }
  }

  /** Without their places, where nothing depends on which is the larger. */
  private void maxima(int count) {
    if (pairs) {
      maximaOfPairs(count);
      return;
    }
    int[] numbers = padded;
    int[] corners = windows.corners();
    int[] offsets = windows.offsets();
    int least = rectified ? 0 : Integer.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      int best = least;
      for (int offset : offsets) {
        best = Math.max(numbers[corners[i] + offset], best);
      }
      outputs[i] = best;
    }
  }

  private void maximaOfPairs(int count) {
    int[] numbers = padded;
    int[] corners = windows.corners();
    int below = windows.offsets()[2];
    int least = rectified ? 0 : Integer.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      int at = corners[i];
      int upper = Math.max(numbers[at], numbers[at + 1]);
      int lower = Math.max(numbers[at + below], numbers[at + below + 1]);
      outputs[i] = Math.max(Math.max(upper, lower), least);
    }
  }

  /** The first of equal maxima is taken, row by row. */
  private void maxima(int maskFrom, int count) {
    int[] numbers = padded;
    int[] corners = windows.corners();
    int[] offsets = windows.offsets();
    int least = rectified ? 0 : Integer.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      int best = least;
      int place = nowhere;
      for (int offset : offsets) {
        int at = corners[i] + offset;
        int number = numbers[at];
        place = number > best ? at : place;
        best = Math.max(number, best);
      }
      outputs[i] = best;
      mask[maskFrom + i] = place;
    }
  }

  /**
   * The same for windows of 2 × 2, without a loop inside. The virtual machine compiles a choice as
   * it saw it when it began: to a branch if it mostly went one way, as between the equal numbers of
   * a picture's background, which is mispredicted at everything else. Here they share one place
   * that is asked in both ways.
   */
  private void maximaOfPairs(int maskFrom, int count) {
    int[] numbers = padded;
    int[] corners = windows.corners();
    int below = windows.offsets()[2];
    int least = rectified ? 0 : Integer.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      int at = corners[i];
      int number = numbers[at];
      int place = ifLess(number, least + 1, nowhere, at);
      int best = Math.max(number, least);
      number = numbers[at + 1];
      place = ifLess(best, number, at + 1, place);
      best = Math.max(number, best);
      number = numbers[at + below];
      place = ifLess(number, best + 1, place, at + below);
      best = Math.max(number, best);
      number = numbers[at + below + 1];
      mask[maskFrom + i] = ifLess(best, number, at + below + 1, place);
      outputs[i] = Math.max(number, best);
    }
  }

  private static int ifLess(int one, int other, int then, int otherwise) {
    return one < other ? then : otherwise;
  }

  @Override
  public void backward(INDArray delta, INDArray gradient) {
    FloatBuffer source = delta.data().asNioFloat();
    FloatBuffer target = gradient.data().asNioFloat();
    int offset = Math.toIntExact(delta.offset());
    for (int plane = 0; plane < windows.planes(); plane += windows.atOnce()) {
      int count = windows.count(plane);
      int maxima = count * windows.outputs();
      source.get(offset + plane * windows.outputs(), deltas, 0, maxima);
      Arrays.fill(gradients, 0);
      scatter(plane * windows.outputs(), maxima);
      if (!padding.none()) {
        padding.unpad(gradients, unpadded, count);
      }
      target.put(plane * windows.inputs(), unpadded, 0, count * windows.inputs());
    }
  }

  private void scatter(int maskFrom, int count) {
    for (int i = 0; i < count; i++) {
      gradients[mask[maskFrom + i]] += deltas[i];
    }
  }
}
