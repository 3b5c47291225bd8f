package io.espalier.engine.trial;

import io.espalier.data.Targets;
import io.espalier.engine.trial.TrainingStep.StepResult;

/** What a step learns from a batch's outputs. */
record BatchLoss(Criterion criterion, Targets targets) {
  /** Gradients of outputs below this are taken as 0: their squares would be denormal numbers. */
  private static final double SMALLEST_GRADIENT = 1e-15;

  /** The gradient of the mean loss, from that of an example's loss. */
  static double meanGradient(double delta, int examples) {
    return Math.abs(delta) < SMALLEST_GRADIENT ? 0 : delta / examples;
  }

  /**
   * Sums the batch's losses.
   *
   * @param outputs values before the activation, {@code [examples, outputs]}
   * @param rows indexes into the targets; those from {@code from} on are meant
   * @param delta receives each example's loss's gradient by its outputs
   */
  StepResult measure(double[] outputs, int[] rows, int from, int examples, double[] delta) {
    int width = targets.outputs();
    double[] losses = criterion.losses(outputs, width, rows, from, examples, delta);
    double lossSum = 0;
    int correct = 0;
    for (int i = 0; i < examples; i++) {
      int row = rows[from + i];
      lossSum += losses[i];
      if (targets instanceof Targets.Classes classes
          && Outputs.largest(outputs, i * width, width) == classes.labels()[row]) {
        correct++;
      }
    }
    return new StepResult(lossSum, correct, examples);
  }
}
