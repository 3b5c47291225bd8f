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
        double rest = matrix[i][j] - dot(row, lower[j], 0, j);
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

  private static double dot(double[] a, double[] b, int from, int to) {
    double even = 0;
    double odd = 0;
    int k = from;
    for (; k + 1 < to; k += 2) {
      even += a[k] * b[k];
      odd += a[k + 1] * b[k + 1];
    }
    return even + odd + (k < to ? a[k] * b[k] : 0);
  }

  /** L⁻¹·b. */
  double[] half(double[] b) {
    return half(b, 0);
  }

  private double[] half(double[] b, int first) {
    double[] solution = new double[b.length];
    for (int i = first; i < b.length; i++) {
      solution[i] = (b[i] - dot(lower[i], solution, first, i)) / lower[i][i];
    }
    return solution;
  }

  /** A⁻¹·b. */
  double[] solve(double[] b) {
    return solve(b, 0);
  }

  /** A⁻¹·b from an element on, before which b is 0. */
  private double[] solve(double[] b, int first) {
    double[] solution = half(b, first);
    for (int i = b.length - 1; i >= first; i--) {
      solution[i] /= lower[i][i];
      for (int k = first; k < i; k++) {
        solution[k] -= lower[i][k] * solution[i];
      }
    }
    return solution;
  }

  /** The lower triangle of A⁻¹, by columns: element [j][i] is that of row i ≥ j. */
  double[][] inverse() {
    int size = lower.length;
    double[][] inverse = new double[size][];
    for (int j = 0; j < size; j++) {
      double[] unit = new double[size];
      unit[j] = 1;
      inverse[j] = solve(unit, j);
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
