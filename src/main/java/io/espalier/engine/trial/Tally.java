package io.espalier.engine.trial;

import java.io.Serializable;

/**
 * What a score has gathered over some examples; tallies of pieces add up to the whole's.
 *
 * @param sums of losses and the like, in the order of the score's kind
 * @param counts the confusion matrix row by row; empty for regression
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Tally(int examples, double[] sums, int[] counts) implements Serializable {}
