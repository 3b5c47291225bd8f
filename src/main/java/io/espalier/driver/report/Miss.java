package io.espalier.driver.report;

import java.util.List;

/**
 * A test example that a classifier found hard.
 *
 * @param example what it is
 * @param inputs its numbers before normalisation by name, where it is no image; the first ones
 * @param predicted the likeliest class
 * @param confidence the probability of the likeliest class
 * @param likelihood the probability of the true class
 */
public record Miss(
    SampleView example, List<Fact> inputs, String predicted, double confidence, double likelihood) {
  /** Most inputs of an example that are shown. */
  public static final int MOST_INPUTS = 8;

  public Miss {
    inputs = List.copyOf(inputs);
  }

  /** The example's part of the cross-entropy, in nats. */
  double loss() {
    return -Math.log(likelihood);
  }
}
