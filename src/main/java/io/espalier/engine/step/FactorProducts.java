package io.espalier.engine.step;

import java.util.Arrays;

/**
 * Multiplies {@link GradientFactors}, some inputs at a time. The virtual machine makes vectors only
 * of a loop that looks at the same place of all its arrays, so those inputs of each example are
 * copied, once for all units; examples that are not there are zeros.
 */
final class FactorProducts {
  private final float[][] inputs;
  private float[] deltas = {};
  private int units;

  /** For so many inputs at a time. */
  FactorProducts(int most) {
    inputs = new float[GradientFactors.MOST_EXAMPLES][most];
  }

  /** Begins with some factors: reads the gradients by their units. */
  void begin(GradientFactors factors) {
    units = factors.units();
    int numbers = GradientFactors.MOST_EXAMPLES * units;
    if (deltas.length < numbers) {
      deltas = new float[numbers];
    }
    for (int example = 0; example < factors.examples(); example++) {
      factors.readDeltas(example, deltas, example * units);
    }
    Arrays.fill(deltas, factors.examples() * units, numbers, 0);
    for (int example = factors.examples(); example < inputs.length; example++) {
      Arrays.fill(inputs[example], 0);
    }
  }

  /** Turns to some of the same factors' inputs. */
  void turnTo(GradientFactors factors, int first, int count) {
    for (int example = 0; example < factors.examples(); example++) {
      factors.readInputs(example, first, inputs[example], count);
    }
  }

  /** The gradients by the weights of these inputs in a unit. */
  void multiply(int unit, float[] gradients, int count) {
    multiply(
        gradients,
        inputs[0],
        deltas[unit],
        inputs[1],
        deltas[units + unit],
        inputs[2],
        deltas[2 * units + unit],
        inputs[3],
        deltas[3 * units + unit],
        count);
  }

  private static void multiply(
      float[] sums,
      float[] x0,
      float d0,
      float[] x1,
      float d1,
      float[] x2,
      float d2,
      float[] x3,
      float d3,
      int count) {
    for (int i = 0; i < count; i++) {
      sums[i] = d0 * x0[i] + d1 * x1[i] + d2 * x2[i] + d3 * x3[i];
    }
  }
}
