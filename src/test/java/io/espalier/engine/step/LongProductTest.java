package io.espalier.engine.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class LongProductTest {
  /** In three parts, where the processor has AVX-512. */
  @Test
  void thePartsOfABatchThatWasExchangedAddUpToItsProduct() {
    boolean parts = Nd4j.factory().blas().getMaxThreads() == 1 && Processor.hasAvx512();
    assertThat(operations(numbers(3, 1300, 7).dup('f'))).isEqualTo(parts ? 3 : 1);
  }

  /** As a layer's weights lie behind others; of which ND4J makes no view of the last inputs. */
  @Test
  void weightsBehindOthersAreMultipliedWhole() {
    INDArray flat = numbers(3, 1, 9000 + 1300 * 7);
    INDArray weights =
        flat.get(NDArrayIndex.point(0), NDArrayIndex.interval(9000, 9000 + 1300 * 7))
            .reshape('f', 1300, 7);
    assertThat(operations(weights)).isEqualTo(1);
  }

  private static int operations(INDArray weights) {
    INDArray outputs = Nd4j.create(DataType.FLOAT, new long[] {20, 7}, 'c');
    INDArray first = numbers(1, 20, 1300);
    try (Recording recording = new Recording(first)) {
      LongProduct.record(first, weights, outputs, recording);
      List<Operation> operations = recording.take();
      for (int seed : List.of(1, 2)) {
        INDArray batch = numbers(seed, 20, 1300);
        recording.exchangeBatch(batch);
        operations.forEach(Operation::run);
        assertThat(outputs.data().asFloat())
            .usingComparatorWithPrecision(1e-3f)
            .containsExactly(batch.mmul(weights).dup('c').data().asFloat());
      }
      return operations.size();
    }
  }

  private static INDArray numbers(int seed, long... shape) {
    return Nd4j.rand((long) seed, shape).castTo(DataType.FLOAT);
  }

  @Test
  void shortOrWideProductsStayWhole() {
    assertThat(LongProduct.parts(50, 784, 10)).isEqualTo(2);
    assertThat(LongProduct.parts(200, 3072, 50)).isEqualTo(6);
    assertThat(LongProduct.parts(32, 3136, 1000)).isEqualTo(7);
    assertThat(LongProduct.parts(32, 3072, 512)).isEqualTo(1);
    assertThat(LongProduct.parts(200, 3136, 1000)).isEqualTo(1);
    assertThat(LongProduct.parts(32, 400, 10)).isEqualTo(1);
  }
}
