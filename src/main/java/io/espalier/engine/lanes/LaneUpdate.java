package io.espalier.engine.lanes;

import io.espalier.engine.step.Denormals;
import io.espalier.engine.step.Penalty;
import io.espalier.engine.step.Rule;
import java.util.Optional;

/** The updater's step of all lanes, each with its own rate and penalties. */
final class LaneUpdate {
  private static final float[] NO_STATE = {};

  private final LaneNumbers numbers;
  private final Penalty[][] penalties;
  private final float[] rates;
  private final float[] l1;
  private final float[] l2;
  private final float[] decays;

  /**
   * The update.
   *
   * @param penalties of each parameter, in each lane; a kind that one lane has, all have
   */
  LaneUpdate(LaneNumbers numbers, Penalty[][] penalties) {
    this.numbers = numbers;
    this.penalties = penalties;
    int width = numbers.parts().stream().mapToInt(part -> part.weights().width()).max().orElse(0);
    rates = new float[width];
    l1 = new float[width];
    l2 = new float[width];
    decays = new float[width];
  }

  /**
   * Takes a step.
   *
   * @param learningRates one for each lane
   * @param iteration steps taken before
   */
  void step(double[] learningRates, int iteration) {
    boolean flush = Denormals.due(iteration);
    Optional<Rule> rated = Optional.empty();
    for (int i = 0; i < penalties.length; i++) {
      LaneNumbers.Part part = numbers.parts().get(i);
      Rule rule = part.stretch().rule();
      if (!rated.equals(Optional.of(rule))) {
        setRates(rule, learningRates, iteration);
        rated = Optional.of(rule);
      }
      setPenalties(penalties[i], learningRates);
      for (int block = 0; block < part.weights().blocks(); block++) {
        for (int row = 0; row < part.weights().rows(); row++) {
          apply(part, block, row, penalties[i][0], flush);
        }
      }
    }
  }

  private void setRates(Rule rule, double[] learningRates, int iteration) {
    for (int lane = 0; lane < numbers.lanes(); lane++) {
      rates[lane] = (float) rule.rate(learningRates[lane], iteration);
    }
    repeat(rates);
  }

  private void setPenalties(Penalty[] penalty, double[] learningRates) {
    for (int lane = 0; lane < numbers.lanes(); lane++) {
      l1[lane] = penalty[lane].l1();
      l2[lane] = penalty[lane].l2();
      decays[lane] = (float) (learningRates[lane] * penalty[lane].decay());
    }
    repeat(l1);
    repeat(l2);
    repeat(decays);
  }

  /** Repeats the lanes' numbers to the end. */
  private void repeat(float[] row) {
    int lanes = numbers.lanes();
    for (int at = lanes; at < row.length; at += lanes) {
      System.arraycopy(row, 0, row, at, Math.min(lanes, row.length - at));
    }
  }

  private void apply(LaneNumbers.Part part, int block, int row, Penalty kinds, boolean flush) {
    Rule rule = part.stretch().rule();
    int width = part.weights().width();
    float[] w = part.weights().block(block)[row];
    float[] g = part.gradients().block(block)[row];
    float[] first = rule.states() > 0 ? part.first().block(block)[row] : NO_STATE;
    float[] second = rule.states() > 1 ? part.second().block(block)[row] : NO_STATE;
    kinds.apply(w, g, width, l1, l2, decays);
    rule.apply(w, g, first, second, width, rates);
    if (flush) {
      Denormals.flush(w, width);
      Denormals.flush(first, first.length);
      Denormals.flush(second, second.length);
    }
  }
}
