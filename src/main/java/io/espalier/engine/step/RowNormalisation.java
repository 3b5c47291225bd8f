package io.espalier.engine.step;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Layer normalisation of rows in single precision, a few of them at a time, so that all stays in
 * the first cache: one pass each way over the numbers, where native operations make a dozen.
 */
final class RowNormalisation {
  /** Numbers that are looked at together, unless a row has more. */
  private static final int CHUNK = 2048;

  /** Added to a deviation, as ND4J has it. */
  private static final float SMALL = 1e-12f;

  /** Sums side by side, of which a processor adds several at once. */
  private static final int LANES = 8;

  private final int rows;
  private final int units;
  private final int rowsAtOnce;
  private final FloatBuffer normalised;
  private final float[] inverseDeviations;
  private final float[] gains;
  private final float[] sumsOfGains;
  private final float[] numbers;
  private final float[] scaled;
  private final float[] row;
  private final float[] ofRow;

  /**
   * For one batch size.
   *
   * @param sums {@code [batch, units]} row by row; are normalised in place
   */
  RowNormalisation(INDArray sums) {
    rows = Math.toIntExact(sums.size(0));
    units = Math.toIntExact(sums.size(1));
    rowsAtOnce = Math.min(rows, Math.max(1, CHUNK / units));
    normalised = sums.data().asNioFloat();
    inverseDeviations = new float[rows];
    gains = new float[units];
    sumsOfGains = new float[units];
    numbers = new float[rowsAtOnce * units];
    scaled = new float[numbers.length];
    row = new float[units];
    ofRow = new float[units];
  }

  /** Records y = γ·x̂, and x̂ in place of x. */
  void forward(INDArray gainArray, INDArray outputs, Recording recording) {
    FloatBuffer gain = gainArray.data().asNioFloat();
    int from = Math.toIntExact(gainArray.offset());
    FloatBuffer target = outputs.data().asNioFloat();
    Runnable work =
        () -> {
          gain.get(from, gains, 0, units);
          for (int done = 0; done < rows; done += rowsAtOnce) {
            int count = Math.min(rowsAtOnce, rows - done);
            normalised.get(done * units, numbers, 0, count * units);
            for (int i = 0; i < count; i++) {
              normalise(done + i, i * units);
            }
            normalised.put(done * units, numbers, 0, count * units);
            target.put(done * units, scaled, 0, count * units);
          }
        };
    recording.operation(Operation.of("layer_norm", work, gainArray, outputs));
  }

  private void normalise(int index, int at) {
    System.arraycopy(numbers, at, row, 0, units);
    subtract(row, sum(row) / units);
    float deviation = (float) Math.sqrt(sumOfProducts(row, row) / units);
    inverseDeviations[index] = deviation == 0 ? 0 : 1 / deviation;
    multiply(row, 1 / (deviation + SMALL));
    System.arraycopy(row, 0, numbers, at, units);
    multiply(row, gains);
    System.arraycopy(row, 0, scaled, at, units);
  }

  /**
   * Records dγ = Σδ·x̂ and δ ← (γδ − mean γδ − x̂·mean(γδ·x̂))/σ; a row of equal numbers has none.
   */
  void backward(INDArray delta, RecordedParameter gainParameter, Recording recording) {
    FloatBuffer gain = gainParameter.value().data().asNioFloat();
    int from = Math.toIntExact(gainParameter.value().offset());
    FloatBuffer deltas = delta.data().asNioFloat();
    FloatBuffer target = gainParameter.gradient().data().asNioFloat();
    int to = Math.toIntExact(gainParameter.gradient().offset());
    Runnable work =
        () -> {
          gain.get(from, gains, 0, units);
          Arrays.fill(sumsOfGains, 0);
          for (int done = 0; done < rows; done += rowsAtOnce) {
            int count = Math.min(rowsAtOnce, rows - done);
            normalised.get(done * units, numbers, 0, count * units);
            deltas.get(done * units, scaled, 0, count * units);
            for (int i = 0; i < count; i++) {
              back(done + i, i * units);
            }
            deltas.put(done * units, scaled, 0, count * units);
          }
          target.put(to, sumsOfGains, 0, units);
        };
    recording.operation(Operation.of("layer_norm_bp", work, delta, gainParameter.gradient()));
  }

  private void back(int index, int at) {
    System.arraycopy(numbers, at, row, 0, units);
    System.arraycopy(scaled, at, ofRow, 0, units);
    addProducts(sumsOfGains, ofRow, row);
    multiply(ofRow, gains);
    float mean = sum(ofRow) / units;
    float share = sumOfProducts(ofRow, row) / units;
    subtract(ofRow, row, mean, share, inverseDeviations[index]);
    System.arraycopy(ofRow, 0, scaled, at, units);
  }

  private static float sum(float[] numbers) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    int whole = numbers.length - numbers.length % LANES;
    for (int i = 0; i < whole; i += LANES) {
      a += numbers[i];
      b += numbers[i + 1];
      c += numbers[i + 2];
      d += numbers[i + 3];
      e += numbers[i + 4];
      f += numbers[i + 5];
      g += numbers[i + 6];
      h += numbers[i + 7];
    }
    for (int i = whole; i < numbers.length; i++) {
      a += numbers[i];
    }
    return a + b + (c + d) + (e + f + (g + h));
  }

  private static float sumOfProducts(float[] x, float[] y) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    int whole = x.length - x.length % LANES;
    for (int i = 0; i < whole; i += LANES) {
      a += x[i] * y[i];
      b += x[i + 1] * y[i + 1];
      c += x[i + 2] * y[i + 2];
      d += x[i + 3] * y[i + 3];
      e += x[i + 4] * y[i + 4];
      f += x[i + 5] * y[i + 5];
      g += x[i + 6] * y[i + 6];
      h += x[i + 7] * y[i + 7];
    }
    for (int i = whole; i < x.length; i++) {
      a += x[i] * y[i];
    }
    return a + b + (c + d) + (e + f + (g + h));
  }

  private static void subtract(float[] numbers, float mean) {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] -= mean;
    }
  }

  private static void subtract(
      float[] deltas, float[] normalised, float mean, float share, float factor) {
    for (int i = 0; i < deltas.length; i++) {
      deltas[i] = (deltas[i] - mean - share * normalised[i]) * factor;
    }
  }

  private static void multiply(float[] numbers, float factor) {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] *= factor;
    }
  }

  private static void multiply(float[] numbers, float[] factors) {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] *= factors[i];
    }
  }

  private static void addProducts(float[] sums, float[] x, float[] y) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += x[i] * y[i];
    }
  }
}
