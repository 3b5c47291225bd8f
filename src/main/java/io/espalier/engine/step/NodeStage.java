package io.espalier.engine.step;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A node for one batch size. As of a {@link Stage}, but of as many inputs as the node takes. */
interface NodeStage {
  /** Records the way forward and returns the array that the outputs will be in. */
  INDArray forward(List<INDArray> inputs, Recording recording);

  /** The same of a network that has been trained. */
  default INDArray predict(List<INDArray> inputs, Recording recording) {
    return forward(inputs, recording);
  }

  /**
   * Records the way back.
   *
   * @param delta holds the loss's gradient by the outputs; may be overwritten
   * @param below whether nodes below need the gradients by the inputs
   * @return the arrays that those will be in, one for each input, none of them twice; empty without
   *     nodes below
   */
  List<INDArray> backward(INDArray delta, boolean below, Recording recording);

  /** Whether it takes arrays that lie in a layout of oneDNN, on both ways. */
  default boolean takesBlocks() {
    return false;
  }

  /** The same in single precision by oneDNN's own primitives, where there is such a stage. */
  default NodeStage blocked() {
    return this;
  }

  /** Whether nothing on the way back reads the outputs: who alone takes them may overwrite them. */
  default boolean yieldsOutputs() {
    return false;
  }
}
