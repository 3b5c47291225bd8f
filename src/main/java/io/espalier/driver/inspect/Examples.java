package io.espalier.driver.inspect;

import io.espalier.data.PreparedData;

/** Examples as a network takes them. */
final class Examples {
  private Examples() {}

  /** The inputs of these rows of the data set, normalised, example by example. */
  static float[] inputs(PreparedData data, int[] rows) {
    float[] inputs = new float[Math.multiplyExact(rows.length, data.dataset().shape().size())];
    data.fill(rows, 0, rows.length, inputs);
    return inputs;
  }
}
