package io.espalier.engine.lanes;

import java.util.Arrays;

/**
 * What a layer gives for a batch, a row for each example, with the loss's gradient by it. Arrays
 * grow to the largest batch.
 */
final class LaneRows {
  private final LaneMatrix numbers;
  private final LaneMatrix delta;
  private float[] flat = {};
  private float[][] repeated = {};

  LaneRows(int units, int lanes) {
    numbers = new LaneMatrix(units, lanes);
    delta = new LaneMatrix(units, lanes);
  }

  LaneMatrix numbers() {
    return numbers;
  }

  LaneMatrix delta() {
    return delta;
  }

  void reserve(int examples) {
    numbers.reserve(examples);
    delta.reserve(examples);
  }

  /**
   * Takes numbers from outside.
   *
   * @param batches row by row: one for all lanes, or one for each
   */
  void spread(float[][] batches, int examples) {
    reserve(examples);
    for (int row = 0, i = 0; row < examples; row++) {
      for (int unit = 0; unit < numbers.units(); unit++, i++) {
        float[] target = numbers.row(row, unit);
        int at = numbers.at(unit);
        if (batches.length == 1) {
          Arrays.fill(target, at, at + numbers.lanes(), batches[0][i]);
        } else {
          for (int lane = 0; lane < batches.length; lane++) {
            target[at + lane] = batches[lane][i];
          }
        }
      }
    }
  }

  /**
   * The numbers as the left side of a product.
   *
   * @param width of the right side's blocks
   */
  LaneFactors factors(int examples, int width) {
    return factors(numbers, examples, width);
  }

  /** The gradients as the left side of a product. */
  LaneFactors deltaFactors(int examples, int width) {
    return factors(delta, examples, width);
  }

  private LaneFactors factors(LaneMatrix from, int examples, int width) {
    return from.lanes() == 1 ? numbers(from, examples) : arrays(from, examples, width);
  }

  private LaneFactors numbers(LaneMatrix from, int examples) {
    int units = from.units();
    if (flat.length < examples * units) {
      flat = new float[examples * units];
    }
    for (int unit = 0; unit < units; unit += from.unitsPerBlock()) {
      int count = Math.min(from.unitsPerBlock(), units - unit);
      for (int row = 0; row < examples; row++) {
        System.arraycopy(from.row(row, unit), 0, flat, row * units + unit, count);
      }
    }
    return new LaneFactors(flat, new float[0][], units, 1);
  }

  private LaneFactors arrays(LaneMatrix from, int examples, int width) {
    int units = from.units();
    int lanes = from.lanes();
    int length = LaneMatrix.length(width);
    if (repeated.length < examples * units || repeated[0].length != length) {
      repeated = new float[examples * units][length];
    }
    for (int row = 0, group = 0; row < examples; row++) {
      for (int unit = 0; unit < units; unit++, group++) {
        float[] source = from.row(row, unit);
        int at = from.at(unit);
        float[] target = repeated[group];
        System.arraycopy(source, at, target, 0, lanes);
        for (int done = lanes; done < width; done *= 2) {
          System.arraycopy(target, 0, target, done, Math.min(done, width - done));
        }
      }
    }
    return new LaneFactors(new float[0], repeated, units, 1);
  }
}
