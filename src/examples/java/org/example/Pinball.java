package org.example;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The loss of the 0.9 quantile: being below costs nine times as much as being above. */
public final class Pinball implements ILossFunction {
  private static final double QUANTILE = 0.9;

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray below = labels.sub(activation.getActivation(preOutput.dup(), true));
    return Transforms.max(below.mul(QUANTILE), below.mul(QUANTILE - 1)).mean(true, 1);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray outputs = activation.getActivation(preOutput.dup(), true);
    INDArray below = labels.gt(outputs).castTo(outputs.dataType());
    INDArray byOutputs = below.rsub(1 - QUANTILE).div(labels.size(1));
    return activation.backprop(preOutput, byOutputs).getFirst();
  }

  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    INDArray scores = computeScoreArray(labels, preOutput, activation, mask);
    return average ? scores.meanNumber().doubleValue() : scores.sumNumber().doubleValue();
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    return Pair.of(
        computeScore(labels, preOutput, activation, mask, average),
        computeGradient(labels, preOutput, activation, mask));
  }

  @Override
  public String name() {
    return "pinball";
  }
}
