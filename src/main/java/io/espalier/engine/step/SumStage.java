package io.espalier.engine.step;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The sum of several outputs of the same shape. */
final class SumStage implements NodeStage {
  private int summands;

  @Override
  public INDArray forward(List<INDArray> inputs, Recording recording) {
    summands = inputs.size();
    INDArray sum = recording.array(inputs.get(0).shape());
    recording.call("add", sum, inputs.get(0), inputs.get(1));
    for (INDArray next : inputs.subList(2, summands)) {
      recording.call("add", sum, sum, next);
    }
    return sum;
  }

  /** δ for each of them; all may be overwritten, so all but one are copies. */
  @Override
  public List<INDArray> backward(INDArray delta, boolean below, Recording recording) {
    List<INDArray> gradients = new ArrayList<>(List.of(delta));
    while (below && gradients.size() < summands) {
      gradients.add(recording.copy(delta));
    }
    return gradients;
  }

  @Override
  public NodeStage blocked() {
    return new BlockedSum(this);
  }

  @Override
  public boolean yieldsOutputs() {
    return true;
  }
}
