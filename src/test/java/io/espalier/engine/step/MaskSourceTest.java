package io.espalier.engine.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

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

  /** Masks of 7 examples of 900 numbers, more than are drawn at once, and then of 5 of 11. */
  @Test
  void theMasksOfSomeExamplesAreThoseThatTheyHaveInTheWhole() {
    MaskSource whole = new MaskSource();
    INDArray ofAll = Nd4j.create(DataType.FLOAT, 7, 900);
    INDArray later = Nd4j.create(DataType.FLOAT, 7, 11);
    whole.fill(ofAll, 0.5);
    whole.fill(later, 0.5);
    MaskSource some = new MaskSource().of(3, 2, 7);
    INDArray ofSome = Nd4j.create(DataType.FLOAT, 2, 900);
    INDArray laterOfSome = Nd4j.create(DataType.FLOAT, 2, 11);
    some.fill(ofSome, 0.5);
    some.fill(laterOfSome, 0.5);
    assertThat(ofSome).isEqualTo(ofAll.get(NDArrayIndex.interval(3, 5)));
    assertThat(laterOfSome).isEqualTo(later.get(NDArrayIndex.interval(3, 5)));
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
