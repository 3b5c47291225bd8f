package io.espalier.engine.step;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The numbers of an array that lies row by row, of either precision, as doubles. */
interface ArrayNumbers {
  double get(int place);

  void put(int place, double number);

  /** Reads the numbers from a place on, as many as fit, which takes less time than one by one. */
  void get(int place, double[] target);

  /** Writes numbers from a place on. */
  void put(int place, double[] source);

  static ArrayNumbers of(INDArray array) {
    int first = Math.toIntExact(array.offset());
    return array.dataType() == DataType.FLOAT
        ? new Single(array.data().asNioFloat(), first)
        : new Wide(array.data().asNioDouble(), first);
  }

  /** Of single precision. */
  final class Single implements ArrayNumbers {
    private final FloatBuffer numbers;
    private final int first;
    private float[] some = {};

    private Single(FloatBuffer numbers, int first) {
      this.numbers = numbers;
      this.first = first;
    }

    @Override
    public double get(int place) {
      return numbers.get(first + place);
    }

    @Override
    public void put(int place, double number) {
      numbers.put(first + place, (float) number);
    }

    @Override
    public void get(int place, double[] target) {
      hold(target.length);
      numbers.get(first + place, some, 0, target.length);
      for (int i = 0; i < target.length; i++) {
        target[i] = some[i];
      }
    }

    @Override
    public void put(int place, double[] source) {
      hold(source.length);
      for (int i = 0; i < source.length; i++) {
        some[i] = (float) source[i];
      }
      numbers.put(first + place, some, 0, source.length);
    }

    private void hold(int count) {
      if (some.length < count) {
        some = new float[count];
      }
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

    @Override
    public void get(int place, double[] target) {
      numbers.get(first + place, target);
    }

    @Override
    public void put(int place, double[] source) {
      numbers.put(first + place, source);
    }
  }
}
