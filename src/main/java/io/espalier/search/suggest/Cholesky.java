package io.espalier.search.suggest;

/**
 * The lower triangular factor L of a symmetric positive definite matrix A = L·Lᵀ. Sums are always
 * formed in the same order, so that results are the same on every machine.
 */
final class Cholesky {
  private final double[][] lower;

  /**
   * Factors a matrix; only its lower triangle is read.
   *
   * @throws ArithmeticException if it is not positive definite
   */
  Cholesky(double[][] matrix) {
    int size = matrix.length;
    lower = new double[size][];
    for (int i = 0; i < size; i++) {
      double[] row = new double[i + 1];
      lower[i] = row;
      for (int j = 0; j <= i; j++) {
        double rest = matrix[i][j] - dot(row, lower[j], j);
        if (j < i) {
          row[j] = rest / lower[j][j];
        } else if (rest > 0) {
          row[i] = Math.sqrt(rest);
        } else {
          throw new ArithmeticException("the matrix is not positive definite at row " + i);
        }
      }
    }
  }

  private static double dot(double[] a, double[] b, int length) {
    double even = 0;
    double odd = 0;
    int k = 0;
    for (; k + 1 < length; k += 2) {
      even += a[k] * b[k];
      odd += a[k + 1] * b[k + 1];
    }
    return even + odd + (k < length ? a[k] * b[k] : 0);
  }

  /** L⁻¹·b. */
  double[] half(double[] b) {
    double[] solution = new double[b.length];
    for (int i = 0; i < b.length; i++) {
      solution[i] = (b[i] - dot(lower[i], solution, i)) / lower[i][i];
    }
    return solution;
  }

  /** A⁻¹·b. */
  double[] solve(double[] b) {
    double[] solution = half(b);
    for (int i = b.length - 1; i >= 0; i--) {
      solution[i] /= lower[i][i];
      for (int k = 0; k < i; k++) {
        solution[k] -= lower[i][k] * solution[i];
      }
    }
    return solution;
  }

  /** A⁻¹, both triangles. */
  double[][] inverse() {
    int size = lower.length;
    double[][] inverse = new double[size][];
    for (int i = 0; i < size; i++) {
      double[] unit = new double[size];
      unit[i] = 1;
      inverse[i] = solve(unit);
    }
    return inverse;
  }

  /** ½·ln|A|. */
  double halfLogDeterminant() {
    double sum = 0;
    for (int i = 0; i < lower.length; i++) {
      sum += StrictMath.log(lower[i][i]);
    }
    return sum;
  }
}
