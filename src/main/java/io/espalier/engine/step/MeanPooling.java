package io.espalier.engine.step;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Multiples of means. */
final class MeanPooling implements PlanePooling {
  private final PlaneWindows windows;
  private final PlanePadding padding;
  private final float factor;
  private final boolean pairs;
  private final float[] planes;
  private final float[] padded;
  private final float[] outputs;

  /**
   * For one batch size.
   *
   * @param pairs whether windows are of 2 × 2 numbers
   */
  MeanPooling(PlaneWindows windows, PlanePadding padding, float factor, boolean pairs) {
    this.windows = windows;
    this.padding = padding;
    this.factor = factor;
    this.pairs = pairs;
    planes = new float[windows.atOnce() * windows.inputs()];
    padded = padding.none() ? planes : new float[windows.atOnce() * windows.padded()];
    outputs = new float[windows.corners().length];
  }

  @Override
  public void forward(INDArray from, INDArray to) {
    FloatBuffer source = from.data().asNioFloat();
    FloatBuffer target = to.data().asNioFloat();
    int offset = Math.toIntExact(from.offset());
    Arrays.fill(padded, 0);
    for (int plane = 0; plane < windows.planes(); plane += windows.atOnce()) {
      int count = windows.count(plane);
      int means = count * windows.outputs();
      source.get(offset + plane * windows.inputs(), planes, 0, count * windows.inputs());
      if (!padding.none()) {
        padding.pad(planes, padded, count);
      }
      if (pairs) {
        meansOfPairs(means);
      } else {
        means(means);
      }
      target.put(plane * windows.outputs(), outputs, 0, means);
    }
  }

  private void means(int count) {
    int[] corners = windows.corners();
    int[] offsets = windows.offsets();
    for (int i = 0; i < count; i++) {
      float sum = 0;
      for (int offset : offsets) {
        sum += padded[corners[i] + offset];
      }
      outputs[i] = sum / offsets.length * factor;
    }
  }

  /** The same for windows of 2 × 2, without a loop inside. */
  private void meansOfPairs(int count) {
    float[] numbers = padded;
    int[] corners = windows.corners();
    int below = windows.offsets()[2];
    for (int i = 0; i < count; i++) {
      int at = corners[i];
      float sum = numbers[at] + numbers[at + 1] + numbers[at + below] + numbers[at + below + 1];
      outputs[i] = sum / 4 * factor;
    }
  }

  @Override
  public void backward(INDArray delta, INDArray gradient) {
    FloatBuffer source = delta.data().asNioFloat();
    FloatBuffer target = gradient.data().asNioFloat();
    int offset = Math.toIntExact(delta.offset());
    for (int plane = 0; plane < windows.planes(); plane += windows.atOnce()) {
      int count = windows.count(plane);
      int means = count * windows.outputs();
      source.get(offset + plane * windows.outputs(), outputs, 0, means);
      Arrays.fill(padded, 0);
      if (pairs) {
        spreadOverPairs(means);
      } else {
        spread(means);
      }
      if (!padding.none()) {
        padding.unpad(padded, planes, count);
      }
      target.put(plane * windows.inputs(), planes, 0, count * windows.inputs());
    }
  }

  private void spread(int count) {
    int[] corners = windows.corners();
    int[] offsets = windows.offsets();
    for (int i = 0; i < count; i++) {
      float part = outputs[i] / offsets.length * factor;
      for (int offset : offsets) {
        padded[corners[i] + offset] += part;
      }
    }
  }

  private void spreadOverPairs(int count) {
    float[] numbers = padded;
    int[] corners = windows.corners();
    int below = windows.offsets()[2];
    for (int i = 0; i < count; i++) {
      int at = corners[i];
      float part = outputs[i] / 4 * factor;
      numbers[at] += part;
      numbers[at + 1] += part;
      numbers[at + below] += part;
      numbers[at + below + 1] += part;
    }
  }
}
