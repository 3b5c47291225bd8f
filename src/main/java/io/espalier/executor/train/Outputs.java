package io.espalier.executor.train;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Moves small matrices between ND4J and Java. */
final class Outputs {
  private Outputs() {}

  /** The numbers of a matrix row by row. */
  static double[] read(INDArray matrix) {
    return matrix.dup('c').data().asDouble();
  }

  /** A matrix of these numbers, row by row, in the current workspace. */
  static INDArray write(double[] numbers, long[] shape, DataType type) {
    INDArray matrix = Nd4j.createUninitialized(type, shape, 'c');
    if (type == DataType.DOUBLE) {
      matrix.data().asNioDouble().put(numbers);
    } else {
      java.nio.FloatBuffer target = matrix.data().asNioFloat();
      for (double number : numbers) {
        target.put((float) number);
      }
    }
    return matrix;
  }

  /** The index of the largest number from {@code at} on; the first of equals. */
  static int largest(double[] numbers, int at, int width) {
    int best = 0;
    for (int i = 1; i < width; i++) {
      if (numbers[at + i] > numbers[at + best]) {
        best = i;
      }
    }
    return best;
  }
}
