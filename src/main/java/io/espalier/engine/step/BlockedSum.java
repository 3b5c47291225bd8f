package io.espalier.engine.step;

import io.espalier.engine.onednn.Layout;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A {@link SumStage} of images of which any lies in a layout of oneDNN. */
final class BlockedSum implements NodeStage {
  private final NodeStage plain;
  private int summands;

  /**
   * A sum.
   *
   * @param plain the same for images row by row
   */
  BlockedSum(NodeStage plain) {
    this.plain = plain;
  }

  @Override
  public boolean takesBlocks() {
    return true;
  }

  @Override
  public INDArray forward(List<INDArray> inputs, Recording recording) {
    Blocks blocks = recording.blocks();
    List<INDArray> blocked = inputs.stream().filter(blocks::has).toList();
    if (blocked.isEmpty()) {
      return plain.forward(inputs, recording);
    }
    summands = inputs.size();
    Layout layout = blocks.layout(blocked.get(0));
    INDArray sum = blocks.array(layout, inputs.get(0).shape());
    INDArray first = blocks.in(layout, inputs.get(0));
    for (INDArray next : inputs.subList(1, summands)) {
      blocks.add(first, blocks.in(layout, next), sum);
      first = sum;
    }
    return sum;
  }

  @Override
  public List<INDArray> backward(INDArray delta, boolean below, Recording recording) {
    Blocks blocks = recording.blocks();
    if (summands == 0) {
      return plain.backward(blocks.plain(delta), below, recording);
    }
    List<INDArray> gradients = new ArrayList<>(List.of(delta));
    while (below && gradients.size() < summands) {
      gradients.add(blocks.copy(delta));
    }
    return gradients;
  }

  @Override
  public boolean yieldsOutputs() {
    return true;
  }
}
