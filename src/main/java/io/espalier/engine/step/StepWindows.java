package io.espalier.engine.step;

import org.deeplearning4j.nn.conf.ConvolutionMode;

/**
 * Where windows over the steps of sequences lie.
 *
 * @param kernel steps that a window sees
 * @param dilation from one of them to the next
 * @param stride from one window to the next
 * @param before steps before the first that the first window begins at
 * @param inputs steps that there are
 * @param outputs windows, a step behind them each
 */
record StepWindows(int kernel, int dilation, int stride, int before, int inputs, int outputs) {
  /**
   * Windows around their steps, with as many behind the last one as before the first or one more.
   */
  static StepWindows around(int kernel, int dilation, int stride, int inputs) {
    int outputs = (inputs - 1) / stride + 1;
    int outside = (outputs - 1) * stride + (kernel - 1) * dilation + 1 - inputs;
    return new StepWindows(kernel, dilation, stride, outside / 2, inputs, outputs);
  }

  /** Windows up to their steps. */
  static StepWindows upTo(int kernel, int dilation, int stride, int inputs) {
    int outputs = (inputs - 1) / stride + 1;
    return new StepWindows(kernel, dilation, stride, (kernel - 1) * dilation, inputs, outputs);
  }

  /** Windows from their steps on, which may end outside. */
  static StepWindows from(int kernel, int stride, int inputs) {
    return new StepWindows(kernel, 1, stride, 0, inputs, (inputs - 1) / stride + 1);
  }

  static StepWindows of(ConvolutionMode mode, int kernel, int dilation, int stride, int inputs) {
    return mode == ConvolutionMode.Causal
        ? upTo(kernel, dilation, stride, inputs)
        : around(kernel, dilation, stride, inputs);
  }

  /** The same windows around their steps. */
  StepWindows around() {
    return around(kernel, dilation, stride, inputs);
  }

  /** The k-th step of a window, which may be outside. */
  int step(int window, int k) {
    return window * stride - before + k * dilation;
  }

  /** Whether there is such a step. */
  boolean isInside(int step) {
    return step >= 0 && step < inputs;
  }
}
