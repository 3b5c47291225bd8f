package io.espalier.engine.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MaskSourceTest {
  private static float[] drawn(long seed, DataType type) {
    MaskSource source = new MaskSource();
    source.reseed(seed);
    INDArray mask = Nd4j.create(type, 101, 99);
    source.fill(mask, 0.75);
    return mask.data().asFloat();
  }

  /** Five standard deviations: fails once in a million seeds, and the seed is fixed. */
  @Test
  void aMaskKeepsItsShareAndScalesWhatItKeeps() {
    float[] mask = drawn(3, DataType.FLOAT);
    int kept = 0;
    for (float number : mask) {
      assertThat(number).isIn(0f, 1 / 0.75f);
      kept += number > 0 ? 1 : 0;
    }
    double deviation = Math.sqrt(0.75 * 0.25 / mask.length);
    assertThat((double) kept / mask.length).isCloseTo(0.75, within(5 * deviation));
  }

  @Test
  void theSeedDecidesTheMaskInBothPrecisions() {
    assertThat(drawn(3, DataType.FLOAT)).isEqualTo(drawn(3, DataType.FLOAT));
    assertThat(drawn(3, DataType.DOUBLE)).isEqualTo(drawn(3, DataType.FLOAT));
    assertThat(drawn(4, DataType.FLOAT)).isNotEqualTo(drawn(3, DataType.FLOAT));
  }

  @Test
  void anArrayOnTheHeapIsFilledWithTheSameMask() {
    MaskSource source = new MaskSource();
    source.reseed(3);
    float[] mask = new float[101 * 99 + 1];
    source.fill(mask, 101 * 99, 0.75);
    assertThat(mask).startsWith(drawn(3, DataType.FLOAT)).endsWith(0);
  }

  @Test
  void theNextMaskIsAnother() {
    MaskSource source = new MaskSource();
    INDArray first = Nd4j.create(DataType.FLOAT, 3000);
    INDArray second = Nd4j.create(DataType.FLOAT, 3000);
    source.fill(first, 0.5);
    source.fill(second, 0.5);
    assertThat(second.data().asFloat()).isNotEqualTo(first.data().asFloat());
  }
}
