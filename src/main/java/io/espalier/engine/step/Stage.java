package io.espalier.engine.step;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer for one batch size. Both methods record operations and run none. */
interface Stage {
  /** Records the way forward and returns the array that the outputs will be in. */
  INDArray forward(INDArray inputs, Recording recording);

  /**
   * Records the way forward of a network that has been trained: nothing is dropped, running
   * statistics are those it has now.
   */
  default INDArray predict(INDArray inputs, Recording recording) {
    return forward(inputs, recording);
  }

  /**
   * Records the way back: the gradients of the layer's parameters and of its inputs.
   *
   * @param delta holds the loss's gradient by the stage's outputs; may be overwritten
   * @param below whether a layer below needs the gradient by the inputs
   * @return the array that the gradient by the inputs will be in; undefined without a layer below
   */
  INDArray backward(INDArray delta, boolean below, Recording recording);

  /** Whether it takes arrays that lie in a layout of oneDNN, on both ways. */
  default boolean takesBlocks() {
    return false;
  }

  /** The same in single precision by oneDNN's own primitives, where there is such a stage. */
  default Stage blocked() {
    return this;
  }

  /** Whether nothing on the way back reads the outputs: who alone takes them may overwrite them. */
  default boolean yieldsOutputs() {
    return false;
  }
}
