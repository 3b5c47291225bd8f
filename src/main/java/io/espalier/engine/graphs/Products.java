package io.espalier.engine.graphs;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Products of matrices by BLAS, on native copies whose memory is used again. With the copies it
 * takes a tenth of the time of a loop in Java, down to the smallest layers.
 */
final class Products implements AutoCloseable {
  private final Operand left = new Operand();
  private final Operand right = new Operand();
  private final Operand result = new Operand();

  /** Native memory that grows. */
  private static final class Operand implements AutoCloseable {
    private FloatPointer pointer = new FloatPointer(1);
    private FloatBuffer numbers = pointer.asBuffer();

    void reserve(int length) {
      if (numbers.capacity() < length) {
        pointer.close();
        pointer = new FloatPointer(length);
        numbers = pointer.asBuffer();
      }
    }

    void write(Matrix matrix) {
      reserve(matrix.length());
      numbers.put(0, matrix.numbers(), 0, matrix.length());
    }

    void read(Matrix matrix) {
      numbers.get(0, matrix.numbers(), 0, matrix.length());
    }

    @Override
    public void close() {
      pointer.close();
    }
  }

  /** a·b: {@code [n, k] · [k, m] -> [n, m]}. */
  void multiply(Matrix a, Matrix b, Matrix product) {
    product.resize(a.rows(), b.columns());
    multiply(a, CblasNoTrans, b, CblasNoTrans, a.columns(), product);
  }

  /** a·bᵀ: {@code [n, k] · [m, k] -> [n, m]}. */
  void multiplyByTranspose(Matrix a, Matrix b, Matrix product) {
    product.resize(a.rows(), b.rows());
    multiply(a, CblasNoTrans, b, CblasTrans, a.columns(), product);
  }

  /** aᵀ·b: {@code [k, n] · [k, m] -> [n, m]}. */
  void multiplyTransposed(Matrix a, Matrix b, Matrix product) {
    product.resize(a.columns(), b.columns());
    multiply(a, CblasTrans, b, CblasNoTrans, a.rows(), product);
  }

  private void multiply(
      Matrix a, int transposeA, Matrix b, int transposeB, int inner, Matrix product) {
    if (product.length() == 0 || inner == 0) {
      Arrays.fill(product.numbers(), 0, product.length(), 0);
      return;
    }
    left.write(a);
    right.write(b);
    result.reserve(product.length());
    cblas_sgemm(
        CblasRowMajor,
        transposeA,
        transposeB,
        product.rows(),
        product.columns(),
        inner,
        1f,
        left.pointer,
        a.columns(),
        right.pointer,
        b.columns(),
        0f,
        result.pointer,
        product.columns());
    result.read(product);
  }

  @Override
  public void close() {
    left.close();
    right.close();
    result.close();
  }
}
