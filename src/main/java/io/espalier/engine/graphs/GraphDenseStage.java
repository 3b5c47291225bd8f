package io.espalier.engine.graphs;

/** X·W + b, row by row. */
final class GraphDenseStage implements GraphStage {
  private final Weights weights;
  private final Products products;
  private final Matrix outputs = new Matrix();
  private final Matrix inputDelta = new Matrix();
  private Matrix inputs = new Matrix();

  GraphDenseStage(Weights weights, Products products) {
    this.weights = weights;
    this.products = products;
  }

  @Override
  public Matrix forward(Matrix given, GraphBatch batch, boolean training) {
    inputs = given;
    products.multiply(inputs, weights.matrix(), outputs);
    outputs.addToRows(weights.bias());
    return outputs;
  }

  @Override
  public Matrix backward(Matrix delta, GraphBatch batch, boolean below) {
    delta.sumRows(weights.biasGradient());
    products.multiplyTransposed(inputs, delta, weights.gradient());
    if (below) {
      products.multiplyByTranspose(delta, weights.matrix(), inputDelta);
    }
    return inputDelta;
  }
}
