package io.espalier.engine.step;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Multiples of means. */
final class MeanPooling implements PlanePooling {
  private final PlaneWindows windows;
  private final PlanePadding padding;
  private final float factor;
  private final float[] planes;
  private final float[] padded;
  private final float[] outputs;

  /** For one batch size. */
  MeanPooling(PlaneWindows windows, PlanePadding padding, float factor) {
    this.windows = windows;
    this.padding = padding;
    this.factor = factor;
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
      means(means);
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
      spread(means);
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
}
