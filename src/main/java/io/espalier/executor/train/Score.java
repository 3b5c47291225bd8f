package io.espalier.executor.train;

import io.espalier.wire.Evaluation;
import io.espalier.wire.Part;

/** Gathers examples into an evaluation. */
sealed interface Score permits ClassScore, NumberScore {
  /**
   * Adds an example.
   *
   * @param outputs values before the activation; the example's start at {@code at}
   * @param row the example's index in the targets
   */
  void add(double loss, double[] outputs, int at, int row);

  /** What has been gathered. */
  Evaluation evaluation(Part part);
}
