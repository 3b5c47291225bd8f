package io.espalier.engine.step;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a recurrent layer does at one step with the sums of its products, {@code [batch, gates ·
 * units]}: their biases, the gates and the state that it puts out, {@code [batch, units]}. At steps
 * that a sequence has not, its state is 0, and no gradient passes them.
 */
interface Cell {
  /** How many sums there are for each unit. */
  int gates();

  /**
   * Prepares for a batch's steps.
   *
   * @param sums of all steps, {@code [steps, batch, gates · units]}
   * @param states where the states of all steps go, {@code [steps, batch, units]}
   */
  void begin(INDArray sums, INDArray states, Recording recording);

  /** Records the way of a step's sums to its states. */
  void forward(int step, Recording recording);

  /**
   * The array that the gradients by the sums of all steps will be in.
   *
   * @param delta gradients by the states of all steps, {@code [steps, batch, units]}
   */
  INDArray beginBack(INDArray delta, Recording recording);

  /** Records the way back at a step, to be called from the last step to the first. */
  void backward(int step, Recording recording);

  /** Records the gradient of the bias, after all steps. */
  void endBack(Recording recording);
}
