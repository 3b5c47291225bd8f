package io.espalier.engine.graphs;

import io.espalier.wire.Activation;

/** An activation function, number by number. */
final class GraphActivationStage implements GraphStage {
  private final ElementFunction function;
  private final Matrix outputs = new Matrix();
  private Matrix inputs = new Matrix();

  GraphActivationStage(Activation activation) {
    function = ElementFunction.of(activation);
  }

  @Override
  public Matrix forward(Matrix given, GraphBatch batch, boolean training) {
    inputs = given;
    outputs.resize(inputs.rows(), inputs.columns());
    function.apply(inputs.numbers(), outputs.numbers(), inputs.length());
    return outputs;
  }

  @Override
  public Matrix backward(Matrix delta, GraphBatch batch, boolean below) {
    function.multiply(inputs.numbers(), outputs.numbers(), delta.numbers(), inputs.length());
    return delta;
  }
}
