package io.espalier.engine.lanes;

import io.espalier.engine.graphs.ElementFunction;

/** A function of every number. */
final class LaneActivation implements LaneStage {
  private final ElementFunction function;
  private final LaneRows outputs;
  private LaneRows inputs;

  LaneActivation(ElementFunction function, int units, int lanes) {
    this.function = function;
    outputs = new LaneRows(units, lanes);
    inputs = outputs;
  }

  @Override
  public LaneRows forward(LaneRows given, int examples, boolean training) {
    inputs = given;
    outputs.reserve(examples);
    LaneMatrix numbers = outputs.numbers();
    for (int block = 0; block < numbers.blocks(); block++) {
      for (int row = 0; row < examples; row++) {
        function.apply(
            inputs.numbers().block(block)[row], numbers.block(block)[row], numbers.used());
      }
    }
    return outputs;
  }

  @Override
  public void backward(int examples, boolean below) {
    LaneMatrix delta = outputs.delta();
    for (int block = 0; block < delta.blocks(); block++) {
      for (int row = 0; row < examples; row++) {
        float[] target = inputs.delta().block(block)[row];
        System.arraycopy(delta.block(block)[row], 0, target, 0, target.length);
        function.multiply(
            inputs.numbers().block(block)[row],
            outputs.numbers().block(block)[row],
            target,
            delta.used());
      }
    }
  }
}
