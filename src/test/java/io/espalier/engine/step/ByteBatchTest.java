package io.espalier.engine.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.Normalisation;
import io.espalier.wire.InputShape;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ByteBatchTest {
  private static final InputShape IMAGE = new InputShape.Image(3, 8, 8);
  private static final int EXAMPLES = 750; // more than become numbers at once
  private static final int BEFORE = 5;
  private static final long[] FLAT = {EXAMPLES, IMAGE.size()};
  private static final long[] IMAGES = {EXAMPLES, 3, 8, 8};

  private static Normalisation of(float scale, float[] shift, float... divisor) {
    float[] divisors = new float[shift.length];
    for (int i = 0; i < divisors.length; i++) {
      divisors[i] = divisor[i % divisor.length];
    }
    return new Normalisation(scale, shift, divisors);
  }

  /** Holds the numbers to those of single examples, bit for bit. */
  private static void assertSame(Normalisation normalisation, long... shape) {
    byte[] raw = new byte[EXAMPLES * IMAGE.size()];
    int[] rows = new int[EXAMPLES + BEFORE];
    float[] expected = new float[raw.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) (i * 31 + i / 256);
    }
    for (int i = 0; i < EXAMPLES; i++) {
      rows[BEFORE + i] = i * 7 % EXAMPLES;
      for (int k = 0; k < IMAGE.size(); k++) {
        expected[i * IMAGE.size() + k] = raw[rows[BEFORE + i] * IMAGE.size() + k] & 0xff;
      }
    }
    normalisation.apply(expected, 0, EXAMPLES, IMAGE);
    INDArray numbers = Nd4j.create(DataType.FLOAT, shape, 'c');
    try (ByteBatch batch = ByteBatch.of(numbers, normalisation, IMAGE).orElseThrow()) {
      batch.fill(raw, rows, BEFORE, 0, EXAMPLES);
      assertThat(numbers.data().asFloat()).isEqualTo(expected);
      numbers.assign(-1);
      batch.fill(raw, rows, BEFORE, 300, EXAMPLES);
      batch.fill(raw, rows, BEFORE, 0, 300);
      assertThat(numbers.data().asFloat()).as("in two parts").isEqualTo(expected);
    } finally {
      numbers.close();
    }
  }

  @Test
  void rawNumbersStayWhatTheyAre() {
    assertSame(Normalisation.NONE, IMAGES);
  }

  @Test
  void oneMeanAndDeviationForAllNumbers() {
    assertSame(of(1f / 255, new float[] {0.1307f}, 0.3081f), FLAT);
    assertSame(of(1f / 255, new float[] {0.5f, 0.5f, 0.5f}, 0.5f), IMAGES);
  }

  @Test
  void oneMeanPerChannel() {
    assertSame(of(1f / 255, new float[] {0.49f, 0.48f, 0.45f}, 0.25f), IMAGES);
  }

  @Test
  void aMeanImage() {
    float[] mean = new float[IMAGE.size()];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = 100 + i / 7f;
    }
    assertSame(of(1, mean, 1), FLAT);
  }

  @Test
  void otherMeansDeviationsAndRows() {
    assertSame(of(1, new float[] {0.49f, 0.48f, 0.45f}, 0.2f, 0.3f, 0.4f), IMAGES);
    assertSame(new Normalisation(1, new float[] {0}, new float[] {1}, true), FLAT);
    assertSame(Normalisation.NONE.withFill(new float[0], new int[] {3, 77}), FLAT);
  }

  @Test
  void fewNumbersAreLeftToJava() {
    INDArray few = Nd4j.create(DataType.FLOAT, 2, 3, 8, 8);
    assertThat(ByteBatch.of(few, Normalisation.NONE, IMAGE)).isEqualTo(Optional.empty());
  }
}
