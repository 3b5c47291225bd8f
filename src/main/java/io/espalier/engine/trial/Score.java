package io.espalier.engine.trial;

import io.espalier.data.Targets;
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

  /** Adds what another score of the same targets has gathered. */
  void add(Tally tally);

  /** What has been gathered, to be added to another score. */
  Tally tally();

  /**
   * An empty score.
   *
   * @param rows the part's examples
   * @throws IllegalArgumentException if there are none
   */
  static Score of(Part part, int[] rows, Targets targets) {
    if (rows.length == 0) {
      throw new IllegalArgumentException("there is no " + part + " part to measure");
    }
    return of(targets);
  }

  /** An empty score. */
  static Score of(Targets targets) {
    return targets instanceof Targets.Classes classes
        ? new ClassScore(classes)
        : new NumberScore((Targets.Numbers) targets);
  }

  /** What has been gathered. */
  Evaluation evaluation(Part part);
}
