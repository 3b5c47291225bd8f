package io.espalier.engine.step;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The products of windows over steps with the weights of a convolution, for one batch size. Arrays
 * are {@code [steps, batch, features]}, row by row.
 */
interface WindowProducts {
  /** Records the sums of all windows, {@code [windows, batch, channels]}. */
  void forward(INDArray inputs, INDArray sums, Recording recording);

  /**
   * Records the weights' gradient.
   *
   * @param delta by the sums of all windows
   */
  void ofWeights(INDArray delta, Recording recording);

  /** Records the gradient by the inputs and returns the array that it will be in. */
  INDArray ofInputs(INDArray delta, Recording recording);

  /** Those of a layer, whose weights are {@code [kernel, features, channels]}. */
  static WindowProducts of(StepWindows windows, RecordedParameter weights) {
    return weights.value().size(1) < ShiftedProducts.FEWEST_FEATURES
        ? new UnfoldedProducts(windows, weights)
        : new ShiftedProducts(windows, weights);
  }
}
