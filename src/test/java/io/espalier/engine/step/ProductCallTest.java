package io.espalier.engine.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.engine.onednn.OneDnn;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ProductCallTest {
  private static final char[] ORDERS = {'c', 'f'};

  @BeforeEach
  void whereThereIsOneDnn() {
    assumeTrue(OneDnn.available());
  }

  /** A view into the middle of a larger matrix. */
  private static INDArray matrix(long rows, long columns, char order, int seed) {
    INDArray whole = Nd4j.create(DataType.FLOAT, new long[] {rows + 3, columns + 2}, order);
    for (int i = 0; i < whole.length(); i++) {
      whole.putScalar(i, (float) Math.sin(seed + i));
    }
    return whole.get(NDArrayIndex.interval(2, rows + 2), NDArrayIndex.interval(1, columns + 1));
  }

  /** Whichever way each of the three lies, also rows and columns of one. */
  @ParameterizedTest
  @CsvSource({"5, 7, 3", "1, 7, 3", "5, 1, 3", "5, 7, 1", "1, 1, 1", "40, 33, 20", "1, 9, 1"})
  void itIsTheProductOfMatricesByRowsAndByColumns(long rows, long inner, long columns) {
    for (char one : ORDERS) {
      for (char other : ORDERS) {
        for (char third : ORDERS) {
          INDArray left = matrix(rows, inner, one, 1);
          INDArray right = matrix(inner, columns, other, 2);
          INDArray output = matrix(rows, columns, third, 3);
          assertThat(ProductCall.fits(left, right, output)).isTrue();
          INDArray product = exact(left, right);
          FactorCall.product(left, false, right, output).run();
          close(output, product);
          FactorCall.addedProduct(left, right, output).run();
          close(output, product.mul(2));
          FactorCall.product(left.transpose(), true, right, output).run();
          close(output, product);
        }
      }
    }
  }

  private static INDArray exact(INDArray left, INDArray right) {
    return left.castTo(DataType.DOUBLE).dup('c').mmul(right.castTo(DataType.DOUBLE).dup('c'));
  }

  private static void close(INDArray found, INDArray expected) {
    for (long i = 0; i < expected.rows(); i++) {
      for (long j = 0; j < expected.columns(); j++) {
        assertThat(found.getDouble(i, j)).isCloseTo(expected.getDouble(i, j), within(1e-4));
      }
    }
  }

  @Test
  void anotherArrayOfTheSameShapeIsRead() {
    INDArray right = matrix(4, 3, 'f', 2);
    INDArray output = Nd4j.create(DataType.FLOAT, 2, 3);
    FactorCall call = FactorCall.product(matrix(4, 2, 'c', 1), true, right, output);
    INDArray other = matrix(4, 2, 'c', 9);
    call.input(0, other);
    call.run();
    close(output, exact(other.transpose(), right));
    assertThat(call.name()).isEqualTo("matmul");
    assertThat(call.shapes().get(0)).containsExactly(4, 2);
  }

  @Test
  void whatLiesNeitherWayIsTheNativeLibrarys() {
    INDArray apart =
        Nd4j.create(DataType.FLOAT, 3, 4, 2)
            .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(1));
    INDArray right = matrix(4, 2, 'c', 2);
    INDArray output = Nd4j.create(DataType.FLOAT, 3, 2);
    assertThat(ProductCall.fits(apart, right, output)).isFalse();
    apart.assign(matrix(3, 4, 'c', 5));
    FactorCall.product(apart, false, right, output).run();
    close(output, exact(apart, right));
  }
}
