package io.espalier.wire;

/** The loss of the output layer, a mean per example. */
public enum Loss {
  /** Softmax followed by the negative logarithm of the true class's probability. */
  CROSS_ENTROPY,
  /** Mean over the outputs of the squared difference. */
  SQUARED_ERROR
}
