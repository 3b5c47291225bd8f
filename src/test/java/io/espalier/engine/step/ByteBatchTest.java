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
  private static final int EXAMPLES = 750; // more than go through at once
  private static final long[] FLAT = {EXAMPLES, IMAGE.size()};
  private static final long[] IMAGES = {EXAMPLES, 3, 8, 8};

  private static Normalisation of(float scale, float[] shift, float... divisor) {
    float[] divisors = new float[shift.length];
    for (int i = 0; i < divisors.length; i++) {
      divisors[i] = divisor[i % divisor.length];
    }
    return new Normalisation(scale, shift, divisors);
  }

  /** Holds the native numbers to those of Java, bit for bit. */
  private static void assertSame(Normalisation normalisation, long... shape) {
    byte[] raw = new byte[EXAMPLES * IMAGE.size()];
    float[] expected = new float[raw.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) (i * 31 + i / 256);
      expected[i] = raw[i] & 0xff;
    }
    normalisation.apply(expected, 0, EXAMPLES, IMAGE);
    INDArray numbers = Nd4j.create(DataType.FLOAT, shape, 'c');
    try (ByteBatch batch = ByteBatch.of(numbers, normalisation).orElseThrow()) {
      for (int i = 0; i < EXAMPLES; i++) {
        batch.put(i * IMAGE.size(), raw, i * IMAGE.size(), IMAGE.size());
      }
      batch.normalise();
      assertThat(numbers.data().asFloat()).isEqualTo(expected);
      batch.normalise();
      assertThat(numbers.data().asFloat()).as("again").isEqualTo(expected);
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
  void whatHasNoSuchOperationsIsLeftToJava() {
    INDArray images = Nd4j.create(DataType.FLOAT, IMAGES, 'c');
    INDArray flat = Nd4j.create(DataType.FLOAT, FLAT, 'c');
    INDArray few = Nd4j.create(DataType.FLOAT, 2, 3, 8, 8);
    float[] means = {0.49f, 0.48f, 0.45f};
    assertThat(ByteBatch.of(images, of(1, means, 0.2f, 0.3f, 0.4f))).isEqualTo(Optional.empty());
    assertThat(ByteBatch.of(flat, of(1, means, 1))).isEqualTo(Optional.empty());
    assertThat(ByteBatch.of(few, Normalisation.NONE)).isEqualTo(Optional.empty());
    assertThat(ByteBatch.of(flat, new Normalisation(1, new float[] {0}, new float[] {1}, true)))
        .isEqualTo(Optional.empty());
  }
}
