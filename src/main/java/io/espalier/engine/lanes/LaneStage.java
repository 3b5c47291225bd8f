package io.espalier.engine.lanes;

/** A layer of all lanes. */
interface LaneStage {
  /** The way forward; what it gives stays valid until the next call. */
  LaneRows forward(LaneRows inputs, int examples, boolean training);

  /**
   * The way back, from the gradients of what {@link #forward} gave to those of its inputs and of
   * its own numbers.
   *
   * @param below whether anything below needs the gradient by the inputs
   */
  void backward(int examples, boolean below);
}
