package io.espalier.engine.trial;

import java.io.Serializable;

/**
 * What a score has gathered over some examples; tallies of pieces add up to the whole's.
 *
 * @param sums of losses and the like, in the order of the score's kind
 * @param confusion the confusion matrix row by row; empty for regression
 * @param ranks examples by how many classes are more probable than the true one; empty for
 *     regression
 * @param ranking the examples' predictions; empty where no metric needs them
 * @param predicted the same for metrics of the user's own
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Tally(
    int examples, double[] sums, int[] confusion, int[] ranks, Ranking ranking, Predicted predicted)
    implements Serializable {
  Tally(int examples, double[] sums, int[] confusion, int[] ranks, Ranking ranking) {
    this(examples, sums, confusion, ranks, ranking, Predicted.NONE);
  }

  Tally with(Predicted others) {
    return new Tally(examples, sums, confusion, ranks, ranking, others);
  }
}
