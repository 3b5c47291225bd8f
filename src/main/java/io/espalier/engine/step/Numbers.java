package io.espalier.engine.step;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Numbers of arrays that lie row by row, of either precision, as doubles. */
final class Numbers {
  private Numbers() {}

  /** Reads as many as the target holds, from a place on. */
  static void read(INDArray array, int from, double[] target) {
    int first = Math.toIntExact(array.offset()) + from;
    if (array.dataType() == DataType.FLOAT) {
      FloatBuffer source = array.data().asNioFloat();
      for (int i = 0; i < target.length; i++) {
        target[i] = source.get(first + i);
      }
    } else {
      array.data().asNioDouble().get(first, target);
    }
  }

  /** Writes numbers to a place and behind it. */
  static void write(double[] numbers, INDArray array, int to) {
    int first = Math.toIntExact(array.offset()) + to;
    if (array.dataType() == DataType.FLOAT) {
      FloatBuffer target = array.data().asNioFloat();
      for (int i = 0; i < numbers.length; i++) {
        target.put(first + i, (float) numbers[i]);
      }
    } else {
      DoubleBuffer target = array.data().asNioDouble();
      target.put(first, numbers);
    }
  }
}
