package io.espalier.engine.graphs;

import io.espalier.engine.step.MaskSource;

/** Keeps each number with a probability and divides it by that. */
final class GraphDropoutStage implements GraphStage {
  private final double keep;
  private final MaskSource masks;
  private final Matrix mask = new Matrix();
  private final Matrix outputs = new Matrix();

  GraphDropoutStage(double keep, MaskSource masks) {
    this.keep = keep;
    this.masks = masks;
  }

  @Override
  public Matrix forward(Matrix inputs, GraphBatch batch, boolean training) {
    if (!training) {
      return inputs;
    }
    mask.resize(inputs.rows(), inputs.columns());
    outputs.resize(inputs.rows(), inputs.columns());
    masks.fill(mask.numbers(), mask.length(), keep);
    multiply(inputs.numbers(), mask.numbers(), outputs.numbers(), mask.length());
    return outputs;
  }

  @Override
  public Matrix backward(Matrix delta, GraphBatch batch, boolean below) {
    multiply(delta.numbers(), mask.numbers(), delta.numbers(), mask.length());
    return delta;
  }

  private static void multiply(float[] a, float[] b, float[] product, int length) {
    for (int i = 0; i < length; i++) {
      product[i] = a[i] * b[i];
    }
  }
}
