package io.espalier.data;

import java.io.Serializable;

/**
 * How numbers to predict are scaled for training, each for itself: {@code (y − mean) / deviation}.
 * Networks put out scaled numbers; metrics, predictions and reports are in the label's own unit.
 *
 * @param mean one for each number; empty for numbers as they are
 * @param deviation standard deviations, 1 for what does not vary
 */
@SuppressWarnings("ArrayRecordComponent")
public record LabelScale(float[] mean, float[] deviation) implements Serializable {
  /** Leaves numbers as they are. */
  public static final LabelScale NONE = new LabelScale(new float[0], new float[0]);

  public LabelScale {
    if (mean.length != deviation.length) {
      throw new IllegalArgumentException(
          mean.length + " means do not fit " + deviation.length + " deviations");
    }
    for (float divisor : deviation) {
      if (!(divisor > 0) || Float.isInfinite(divisor)) {
        throw new IllegalArgumentException("a deviation must be above 0, not " + divisor);
      }
    }
  }

  /**
   * Fits the scale to some examples.
   *
   * @param values {@code [examples, width]} row by row
   */
  static LabelScale fit(float[] values, int width, int[] rows) {
    float[] mean = new float[width];
    float[] deviation = new float[width];
    for (int i = 0; i < width; i++) {
      double sum = 0;
      for (int row : rows) {
        sum += values[row * width + i];
      }
      double middle = sum / rows.length;
      double squares = 0;
      for (int row : rows) {
        squares += (values[row * width + i] - middle) * (values[row * width + i] - middle);
      }
      mean[i] = (float) middle;
      float spread = (float) Math.sqrt(squares / rows.length);
      deviation[i] = spread > 0 && Float.isFinite(spread) ? spread : 1;
    }
    return new LabelScale(mean, deviation);
  }

  /** Whether numbers stay as they are. */
  public boolean asTheyAre() {
    return mean.length == 0;
  }

  /** A label as the network is to put it out. */
  public double scaled(double label, int number) {
    return asTheyAre() ? label : (label - mean[number]) / deviation[number];
  }

  /** What a network put out for some examples, in place, in the labels' units. */
  public void unscale(float[][] outputs) {
    for (float[] example : outputs) {
      for (int i = 0; i < mean.length; i++) {
        example[i] = (float) raw(example[i], i);
      }
    }
  }

  /** What the network put out, in the label's unit. */
  public double raw(double output, int number) {
    return asTheyAre() ? output : output * deviation[number] + mean[number];
  }
}
