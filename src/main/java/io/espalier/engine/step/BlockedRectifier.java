package io.espalier.engine.step;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A rectifier of images that lie in a layout of oneDNN; of others another stage. */
final class BlockedRectifier implements Stage {
  private final Stage plain;
  private final boolean copies;
  private INDArray outputs = Nd4j.empty();

  /**
   * A rectifier.
   *
   * @param plain the same for images row by row
   * @param copies whether others still read what it takes
   */
  BlockedRectifier(Stage plain, boolean copies) {
    this.plain = plain;
    this.copies = copies;
  }

  @Override
  public boolean takesBlocks() {
    return true;
  }

  @Override
  public INDArray forward(INDArray inputs, Recording recording) {
    Blocks blocks = recording.blocks();
    if (!blocks.has(inputs)) {
      return plain.forward(inputs, recording);
    }
    outputs = copies ? blocks.copy(inputs) : inputs;
    blocks.rectify(outputs);
    return outputs;
  }

  @Override
  public INDArray backward(INDArray above, boolean below, Recording recording) {
    Blocks blocks = recording.blocks();
    if (outputs.isEmpty()) {
      return plain.backward(blocks.plain(above), below, recording);
    }
    INDArray delta = blocks.in(blocks.layout(outputs), above);
    blocks.rectifyBack(outputs, delta);
    return delta;
  }
}
