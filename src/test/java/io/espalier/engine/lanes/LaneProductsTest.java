package io.espalier.engine.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However many rows and terms are taken at a time, sums are made term by term. */
class LaneProductsTest {
  private static final int WIDTH = 37;

  private final SplittableRandom random = new SplittableRandom(3);

  private float[] numbers(int length) {
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    return numbers;
  }

  private float[][] rows(int count) {
    float[][] rows = new float[count][];
    Arrays.setAll(rows, row -> numbers(WIDTH));
    return rows;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 5", "2, 3", "3, 4", "7, 48", "8, 50", "5, 100"})
  void sumsAreThoseOfOneTermAfterTheOther(int rows, int inner) {
    float[] factors = numbers(rows * inner);
    float[][] repeated = new float[rows * inner][WIDTH];
    for (int i = 0; i < factors.length; i++) {
      Arrays.fill(repeated[i], factors[i]);
    }
    float[][] b = rows(inner);
    float[][] start = rows(rows);
    float[][] expected = Arrays.stream(start).map(float[]::clone).toArray(float[][]::new);
    for (int row = 0; row < rows; row++) {
      for (int p = 0; p < inner; p++) {
        for (int j = 0; j < WIDTH; j++) {
          expected[row][j] = Math.fma(factors[row * inner + p], b[p][j], expected[row][j]);
        }
      }
    }
    float[][] sums = Arrays.stream(start).map(float[]::clone).toArray(float[][]::new);
    LaneProducts.add(
        new LaneFactors(factors, new float[0][], inner, 1), rows, inner, b, sums, WIDTH);
    assertThat(sums).isDeepEqualTo(expected);

    float[][] ofArrays = Arrays.stream(start).map(float[]::clone).toArray(float[][]::new);
    LaneProducts.add(
        new LaneFactors(new float[0], repeated, inner, 1), rows, inner, b, ofArrays, WIDTH);
    assertThat(ofArrays).isDeepEqualTo(expected);
  }
}
