package io.espalier.engine.step;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The operations of a training step for one batch size, recorded once. */
interface StepPlan extends AutoCloseable {
  /** Takes a batch's examples to {@link #outputs}. */
  void forward(INDArray inputs);

  /** Writes the gradients by what {@link #delta} holds, which may be overwritten. */
  void backward();

  /** Where they are then. */
  Gradients gradients();

  /** The outputs before the output layer's activation, {@code [batch, outputs]}, row by row. */
  INDArray outputs();

  /** The loss's gradient by them. */
  INDArray delta();

  @Override
  void close();
}
