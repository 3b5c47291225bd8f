package io.espalier.engine.graphs;

/**
 * Ã·X·W + b, as (Ã·X)·W or as Ã·(X·W), whichever propagates the narrower matrix. Ã is symmetric, so
 * that the way back propagates as the way forward.
 */
final class PropagationStage implements GraphStage {
  private final Weights weights;
  private final Products products;
  private final GraphDenseStage dense;
  private final Matrix propagated = new Matrix();
  private final Matrix outputs = new Matrix();
  private final Matrix inputDelta = new Matrix();
  private Matrix inputs = new Matrix();

  PropagationStage(Weights weights, Products products) {
    this.weights = weights;
    this.products = products;
    dense = new GraphDenseStage(weights, products);
  }

  private boolean propagatesFirst() {
    return weights.in() <= weights.out();
  }

  @Override
  public Matrix forward(Matrix given, GraphBatch batch, boolean training) {
    if (propagatesFirst()) {
      batch.propagation().times(given, propagated);
      return dense.forward(propagated, batch, training);
    }
    inputs = given;
    products.multiply(inputs, weights.matrix(), propagated);
    batch.propagation().times(propagated, outputs);
    outputs.addToRows(weights.bias());
    return outputs;
  }

  @Override
  public Matrix backward(Matrix delta, GraphBatch batch, boolean below) {
    if (propagatesFirst()) {
      Matrix propagatedDelta = dense.backward(delta, batch, below);
      if (below) {
        batch.propagation().times(propagatedDelta, inputDelta);
      }
      return inputDelta;
    }
    delta.sumRows(weights.biasGradient());
    batch.propagation().times(delta, propagated);
    products.multiplyTransposed(inputs, propagated, weights.gradient());
    if (below) {
      products.multiplyByTranspose(propagated, weights.matrix(), inputDelta);
    }
    return inputDelta;
  }
}
