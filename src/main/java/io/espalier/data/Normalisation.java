package io.espalier.data;

import io.espalier.wire.InputShape;
import java.io.Serializable;

/**
 * What is done to raw inputs before a network sees them: {@code (raw × scale − shift) / divisor}.
 * {@code shift} and {@code divisor} have one entry for all numbers, one per channel, or one per
 * number of an example; fitted ones come from the training part only. Before that, raw numbers that
 * are missing (NaN) are filled.
 *
 * @param rowSum whether each example, or node of a graph, is then divided by the sum of the
 *     magnitudes of its numbers (by 1 if that is 0)
 * @param fill what takes the place of a missing raw number, per number of an example; NaN where
 *     nothing does; empty for nothing anywhere
 * @param held numbers of an example that are 0 whatever they were, as the training part knows
 *     nothing of them; ascending
 */
@SuppressWarnings("ArrayRecordComponent")
public record Normalisation(
    float scale, float[] shift, float[] divisor, boolean rowSum, float[] fill, int[] held)
    implements Serializable {
  /** Leaves numbers as they are. */
  public static final Normalisation NONE =
      new Normalisation(1f, new float[] {0f}, new float[] {1f});

  /** One that does not look at rows. */
  public Normalisation(float scale, float[] shift, float[] divisor) {
    this(scale, shift, divisor, false);
  }

  /** One that fills nothing. */
  public Normalisation(float scale, float[] shift, float[] divisor, boolean rowSum) {
    this(scale, shift, divisor, rowSum, new float[0], new int[0]);
  }

  /** The same, with what fills missing numbers and which are held at 0. */
  public Normalisation withFill(float[] otherFill, int[] otherHeld) {
    return new Normalisation(scale, shift, divisor, rowSum, otherFill, otherHeld);
  }

  public Normalisation {
    if (shift.length != divisor.length || shift.length == 0) {
      throw new IllegalArgumentException(
          "shift and divisor need the same length, not " + shift.length + " and " + divisor.length);
    }
    for (float d : divisor) {
      if (!(d > 0) || Float.isInfinite(d)) {
        throw new IllegalArgumentException("a divisor must be a finite number above 0, not " + d);
      }
    }
  }

  /** Normalises {@code count} whole examples in place, starting at {@code from}. */
  public void apply(float[] numbers, int from, int examples, InputShape shape) {
    int size = shape.size();
    int run = size / shift.length; // numbers that share an entry: a plane of an image, or one
    if (run * shift.length != size) {
      throw new IllegalArgumentException(
          shift.length + " entries do not fit examples of " + size + " numbers");
    }
    fill(numbers, from, examples, size);
    for (int at = from; at < from + examples * size; at += size) {
      if (run == 1) {
        each(numbers, at);
      } else {
        for (int entry = 0; entry < shift.length; entry++) {
          plane(numbers, at + entry * run, run, shift[entry], divisor[entry]);
        }
      }
      for (int number : held) {
        numbers[at + number] = 0;
      }
      if (rowSum) {
        divideBySum(numbers, at, at + size);
      }
    }
  }

  private void each(float[] numbers, int from) {
    for (int i = 0; i < shift.length; i++) {
      numbers[from + i] = (numbers[from + i] * scale - shift[i]) / divisor[i];
    }
  }

  private void plane(float[] numbers, int from, int count, float subtract, float divide) {
    if (divide != 1) {
      for (int i = from; i < from + count; i++) {
        numbers[i] = (numbers[i] * scale - subtract) / divide;
      }
    } else if (scale != 1 || subtract != 0) {
      for (int i = from; i < from + count; i++) {
        numbers[i] = numbers[i] * scale - subtract;
      }
    }
  }

  /** Raw numbers of an example again, in place, from normalised ones that no row sum divided. */
  public void undo(float[] numbers) {
    int run = numbers.length / shift.length;
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (numbers[i] * divisor[i / run] + shift[i / run]) / scale;
    }
  }

  private void fill(float[] numbers, int from, int examples, int size) {
    if (fill.length == 0) {
      return;
    }
    for (int at = from; at < from + examples * size; at++) {
      if (Float.isNaN(numbers[at])) {
        numbers[at] = fill[(at - from) % size];
      }
    }
  }

  private static void divideBySum(float[] numbers, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += Math.abs(numbers[i]);
    }
    if (sum > 0) {
      float factor = (float) (1 / sum);
      for (int i = from; i < to; i++) {
        numbers[i] *= factor;
      }
    }
  }
}
