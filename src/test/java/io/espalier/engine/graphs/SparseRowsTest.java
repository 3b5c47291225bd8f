package io.espalier.engine.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sparse matrices against the same ones written out. */
class SparseRowsTest {
  private final SplittableRandom random = new SplittableRandom(8);

  /** Rows of none to ten entries, so that every way through a row is taken. */
  private SparseRows sparse(float[][] written) {
    SparseRows rows = new SparseRows();
    for (int row = 0; row < written.length; row++) {
      rows.beginRow();
      for (int column = 0; column < written[row].length; column++) {
        if (column < row % 11) {
          written[row][column] = (float) random.nextDouble() - 0.5f;
          rows.append(column, written[row][column]);
        }
      }
    }
    return rows;
  }

  private Matrix dense(int rows, int columns) {
    Matrix matrix = new Matrix(rows, columns);
    for (int i = 0; i < matrix.length(); i++) {
      matrix.numbers()[i] = (float) random.nextDouble() - 0.5f;
    }
    return matrix;
  }

  private static void assertProduct(float[][] left, Matrix right, Matrix product) {
    assertThat(product.rows()).isEqualTo(left.length);
    int width = right.columns();
    for (int i = 0; i < left.length; i++) {
      for (int j = 0; j < width; j++) {
        double sum = 0;
        for (int k = 0; k < right.rows(); k++) {
          sum += (double) left[i][k] * right.numbers()[k * width + j];
        }
        assertThat(product.numbers()[i * width + j]).isCloseTo((float) sum, within(1e-6f));
      }
    }
  }

  private static float[][] transposed(float[][] matrix) {
    float[][] result = new float[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix[0].length; j++) {
        result[j][i] = matrix[i][j];
      }
    }
    return result;
  }

  @Test
  void aProductIsThatOfTheMatrixWrittenOut() {
    float[][] written = new float[25][12];
    SparseRows rows = sparse(written);
    Matrix product = dense(90, 90); // what it held before must not matter
    for (int width : new int[] {1, 7, 16, 33}) {
      Matrix right = dense(12, width);
      rows.times(right, product);
      assertProduct(written, right, product);
    }
  }

  @Test
  void aTransposedProductIsThatOfTheMatrixWrittenOut() {
    float[][] written = new float[25][12];
    SparseRows rows = sparse(written);
    Matrix product = dense(12, 7);
    Matrix right = dense(25, 7);
    rows.transposeTimes(right, product);
    assertProduct(transposed(written), right, product);
  }

  @Test
  void appendedRowsHaveTheirColumnsMoved() {
    SparseRows all = new SparseRows();
    for (int row = 0; row < 4; row++) {
      all.beginRow();
      all.append(row, row);
    }
    SparseRows some = new SparseRows();
    some.appendRows(all, 2, 4, 1);
    some.appendRows(all, 1, 2, 0);
    Matrix right = dense(3, 2);
    Matrix product = new Matrix();
    some.times(right, product);
    assertProduct(new float[][] {{0, 2, 0}, {0, 0, 3}, {0, 1, 0}}, right, product);
    assertThat(some.entries()).isEqualTo(3);
  }

  @Test
  void aMaskLeavesOutWhatItDrops() {
    SparseRows all = new SparseRows();
    all.beginRow();
    all.append(0, 1);
    all.append(2, 5);
    all.beginRow();
    all.beginRow();
    all.append(1, 3);
    SparseRows kept = new SparseRows();
    kept.keep(all, new float[] {0, 2, 2});
    Matrix right = dense(3, 4);
    Matrix product = new Matrix();
    kept.times(right, product);
    assertProduct(new float[][] {{0, 0, 10}, {0, 0, 0}, {0, 6, 0}}, right, product);
    assertThat(kept.entries()).isEqualTo(2);
  }
}
