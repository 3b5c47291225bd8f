package io.espalier.engine.trial;

import io.espalier.engine.step.Compilability;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.longer.MatchCondition;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Condition;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** Moves small matrices between ND4J and Java. */
final class Outputs {
  private static final int AT_ONCE = 4096;

  /** Java's buffers hold as many bytes as an int counts. */
  private static final int MOST_IN_BUFFER = Integer.MAX_VALUE / Float.BYTES;

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
      FloatBuffer target = matrix.data().asNioFloat();
      for (double number : numbers) {
        target.put((float) number);
      }
    }
    Nd4j.getAffinityManager().tagLocation(matrix, AffinityManager.Location.HOST);
    return matrix;
  }

  /**
   * NaN if there is one among the numbers, else infinity if there is one, else 0.
   *
   * @param numbers that lie one after the other
   */
  static double notFinite(INDArray numbers) {
    if (numbers.dataType() == DataType.FLOAT
        && numbers.length() <= MOST_IN_BUFFER
        && Compilability.backendObjection().isEmpty()
        && allFinite(numbers)) {
      return 0;
    }
    if (count(numbers, Conditions.isNan()) > 0) {
      return Double.NaN;
    }
    return count(numbers, Conditions.isInfinite()) > 0 ? Double.POSITIVE_INFINITY : 0;
  }

  /** By a loop of vectors: ND4J's operations take fifty times as long. */
  private static boolean allFinite(INDArray numbers) {
    FloatBuffer all = numbers.data().asNioFloat();
    float[] some = new float[AT_ONCE];
    float[] zeros = new float[AT_ONCE];
    int end = Math.toIntExact(numbers.offset() + numbers.length());
    for (int at = Math.toIntExact(numbers.offset()); at < end; at += AT_ONCE) {
      int n = Math.min(AT_ONCE, end - at);
      all.get(at, some, 0, n);
      for (int i = 0; i < n; i++) {
        zeros[i] += some[i] * 0; // NaN from infinity and NaN on
      }
    }
    float sum = 0;
    for (float zero : zeros) {
      sum += zero;
    }
    return sum == 0;
  }

  private static long count(INDArray numbers, Condition condition) {
    return Nd4j.getExecutioner().exec(new MatchCondition(numbers, condition)).getLong(0);
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

  /** How many numbers are before one of them, from the largest down; the first of equals first. */
  static int rank(double[] numbers, int at, int width, int one) {
    int before = 0;
    for (int i = 0; i < width; i++) {
      double difference = numbers[at + i] - numbers[at + one];
      before += difference > 0 || (difference == 0 && i < one) ? 1 : 0;
    }
    return before;
  }
}
