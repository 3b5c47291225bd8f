package io.espalier.packaged;

import io.espalier.MetricFunction;

/** The smallest recall of a class times the accuracy. */
public final class FairShare implements MetricFunction {
  @Override
  public double value(Predictions all) {
    double[] right = new double[all.outputs()];
    double[] there = new double[all.outputs()];
    double hits = 0;
    for (int i = 0; i < all.examples(); i++) {
      there[all.label(i)]++;
      if (all.predicted(i) == all.label(i)) {
        right[all.label(i)]++;
        hits++;
      }
    }
    double least = 1;
    for (int i = 0; i < there.length; i++) {
      least = there[i] == 0 ? least : Math.min(least, right[i] / there[i]);
    }
    return least * hits / all.examples();
  }
}
