package io.espalier.engine.step;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The numbers of an array that lies row by row, of either precision, as doubles. */
interface ArrayNumbers {
  double get(int place);

  void put(int place, double number);

  static ArrayNumbers of(INDArray array) {
    int first = Math.toIntExact(array.offset());
    return array.dataType() == DataType.FLOAT
        ? new Single(array.data().asNioFloat(), first)
        : new Wide(array.data().asNioDouble(), first);
  }

  /** Of single precision. */
  record Single(FloatBuffer numbers, int first) implements ArrayNumbers {
    @Override
    public double get(int place) {
      return numbers.get(first + place);
    }

    @Override
    public void put(int place, double number) {
      numbers.put(first + place, (float) number);
    }
  }

  /** Of double precision. */
  record Wide(DoubleBuffer numbers, int first) implements ArrayNumbers {
    @Override
    public double get(int place) {
      return numbers.get(first + place);
    }

    @Override
    public void put(int place, double number) {
      numbers.put(first + place, number);
    }
  }
}
