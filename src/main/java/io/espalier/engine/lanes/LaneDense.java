package io.espalier.engine.lanes;

import java.util.Arrays;

/** X·W + b in every lane. The first one of a network may take the same inputs for all of them. */
final class LaneDense implements LaneStage {
  private final LaneNumbers.Part weights;
  private final LaneNumbers.Part bias;
  private final int in;
  private final LaneRows outputs;
  private final LaneMatrix transposed;
  private LaneRows inputs;
  private LaneFactors factors = LaneFactors.NONE;

  LaneDense(LaneNumbers.Part weights, LaneNumbers.Part bias) {
    this.weights = weights;
    this.bias = bias;
    LaneMatrix w = weights.weights();
    in = w.rows();
    outputs = new LaneRows(w.units(), w.lanes());
    transposed = new LaneMatrix(in, w.lanes());
    inputs = outputs;
  }

  @Override
  public LaneRows forward(LaneRows given, int examples, boolean training) {
    inputs = given;
    return forward(given.factors(examples, outputs.numbers().width()), examples);
  }

  /** The way forward from inputs that are the same for all lanes, row by row. */
  LaneRows forward(float[] shared, int examples) {
    return forward(new LaneFactors(shared, new float[0][], in, 1), examples);
  }

  private LaneRows forward(LaneFactors left, int examples) {
    factors = left;
    outputs.reserve(examples);
    LaneMatrix numbers = outputs.numbers();
    for (int block = 0; block < numbers.blocks(); block++) {
      float[] start = bias.weights().block(block)[0];
      float[][] sums = numbers.block(block);
      for (int row = 0; row < examples; row++) {
        System.arraycopy(start, 0, sums[row], 0, numbers.width());
      }
      LaneProducts.add(
          factors, examples, in, weights.weights().block(block), sums, numbers.width());
    }
    return outputs;
  }

  @Override
  public void backward(int examples, boolean below) {
    LaneFactors columns = factors.transposed();
    LaneMatrix delta = outputs.delta();
    for (int block = 0; block < delta.blocks(); block++) {
      float[] biasSums = bias.gradients().block(block)[0];
      Arrays.fill(biasSums, 0);
      for (int row = 0; row < examples; row++) {
        LaneProducts.add(delta.block(block)[row], biasSums, delta.width());
      }
      float[][] sums = weights.gradients().block(block);
      clear(sums, in);
      LaneProducts.add(columns, in, examples, delta.block(block), sums, delta.width());
    }
    if (below) {
      backwardInputs(examples);
    }
  }

  private void backwardInputs(int examples) {
    transpose();
    LaneMatrix target = inputs.delta();
    LaneFactors left = outputs.deltaFactors(examples, target.width());
    for (int block = 0; block < target.blocks(); block++) {
      float[][] sums = target.block(block);
      clear(sums, examples);
      LaneProducts.add(
          left, examples, outputs.numbers().units(), transposed.block(block), sums, target.width());
    }
  }

  private static void clear(float[][] block, int rows) {
    for (int row = 0; row < rows; row++) {
      Arrays.fill(block[row], 0);
    }
  }

  private void transpose() {
    LaneMatrix w = weights.weights();
    transposed.reserve(w.units());
    for (int i = 0; i < in; i++) {
      for (int j = 0; j < w.units(); j++) {
        System.arraycopy(w.row(i, j), w.at(j), transposed.row(j, i), transposed.at(i), w.lanes());
      }
    }
  }
}
