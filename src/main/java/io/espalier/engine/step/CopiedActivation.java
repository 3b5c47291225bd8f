package io.espalier.engine.step;

import org.nd4j.linalg.api.ndarray.INDArray;

/** An activation function over numbers that others still read. */
record CopiedActivation(ActivationStage activation) implements Stage {
  @Override
  public INDArray forward(INDArray inputs, Recording recording) {
    return activation.forward(recording.copy(inputs), recording);
  }

  @Override
  public Stage blocked() {
    return activation instanceof Activations.Rectifier ? new BlockedRectifier(this, true) : this;
  }

  @Override
  public INDArray backward(INDArray delta, boolean below, Recording recording) {
    return activation.backward(delta, below, recording);
  }
}
