package io.espalier.engine.graphs;

/** A part of a network. Keeps on the way forward what it needs on the way back. */
interface GraphStage {
  /**
   * The way forward.
   *
   * @param inputs a row per node, or per graph after the read-out
   * @param training whether numbers are dropped
   * @return valid until the next call
   */
  Matrix forward(Matrix inputs, GraphBatch batch, boolean training);

  /**
   * The way back, after a way forward in training; keeps the gradients of weights.
   *
   * @param delta the loss's gradient by the outputs, which may be overwritten
   * @param below whether the gradient by the inputs is wanted; the result is anything if not
   */
  Matrix backward(Matrix delta, GraphBatch batch, boolean below);
}
