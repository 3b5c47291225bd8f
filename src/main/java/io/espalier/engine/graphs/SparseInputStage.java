package io.espalier.engine.graphs;

import io.espalier.engine.step.MaskSource;

/**
 * Ã·(X·W) + b for inputs X that are mostly zeros: zeros are neither multiplied nor dropped. Stands
 * first, and reads its inputs from the batch.
 */
final class SparseInputStage implements GraphStage {
  private final Weights weights;
  private final double[] keeps;
  private final MaskSource masks;
  private final SparseRows[] kept;
  private final Matrix product = new Matrix();
  private final Matrix outputs = new Matrix();
  private SparseRows inputs = new SparseRows();
  private float[] mask = {};

  /**
   * The stage.
   *
   * @param keeps probabilities with which numbers are kept, one for each dropout before the layer
   */
  SparseInputStage(Weights weights, double[] keeps, MaskSource masks) {
    this.weights = weights;
    this.keeps = keeps.clone();
    this.masks = masks;
    kept = new SparseRows[keeps.length];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = new SparseRows();
    }
  }

  @Override
  public Matrix forward(Matrix unused, GraphBatch batch, boolean training) {
    inputs = batch.sparse();
    for (int i = 0; training && i < keeps.length; i++) {
      int entries = inputs.entries();
      if (mask.length < entries) {
        mask = new float[entries];
      }
      masks.fill(mask, entries, keeps[i]);
      kept[i].keep(inputs, mask);
      inputs = kept[i];
    }
    inputs.times(weights.matrix(), product);
    batch.propagation().times(product, outputs);
    outputs.addToRows(weights.bias());
    return outputs;
  }

  @Override
  public Matrix backward(Matrix delta, GraphBatch batch, boolean below) {
    delta.sumRows(weights.biasGradient());
    batch.propagation().times(delta, product);
    inputs.transposeTimes(product, weights.gradient());
    return product;
  }
}
