package io.espalier.engine.layers;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The rows of a matrix {@code [rows, width]} of FLOAT or DOUBLE, where it lies, added up in double
 * precision. ND4J's own scatter and segment operations make an array of every row: over a million
 * edges of 16 numbers they take 20 to 70 times as long.
 */
sealed interface NodeRows {
  /** Adds a row, times a factor, to the sum. */
  void addTo(double[] sum, int row, double factor);

  /** Replaces a row. */
  void put(int row, double[] numbers);

  /** To read a matrix; one that does not lie row by row is copied into the current workspace. */
  static NodeRows reading(INDArray matrix) {
    boolean inPlace =
        !matrix.isView() && matrix.stride(0) == matrix.size(1) && matrix.stride(1) == 1;
    INDArray rows = inPlace ? matrix : matrix.dup('c');
    Nd4j.getAffinityManager().ensureLocation(rows, AffinityManager.Location.HOST);
    return of(rows);
  }

  /** To write every row of a new matrix in order 'c'. */
  static NodeRows writing(INDArray matrix) {
    Nd4j.getAffinityManager().tagLocation(matrix, AffinityManager.Location.HOST);
    return of(matrix);
  }

  private static NodeRows of(INDArray matrix) {
    int width = Math.toIntExact(matrix.size(1));
    if (matrix.dataType() == DataType.DOUBLE) {
      return new Doubles(matrix.data().asNioDouble(), width);
    } else if (matrix.dataType() == DataType.FLOAT) {
      return new Floats(matrix.data().asNioFloat(), new float[width]);
    }
    throw new IllegalArgumentException(
        "nodes have numbers of type " + matrix.dataType() + ", not FLOAT or DOUBLE");
  }

  /** Rows in single precision; {@code row} holds the one that is read or written. */
  @SuppressWarnings("ArrayRecordComponent")
  record Floats(FloatBuffer buffer, float[] row) implements NodeRows {
    @Override
    public void addTo(double[] sum, int index, double factor) {
      buffer.get(index * row.length, row);
      for (int i = 0; i < row.length; i++) {
        sum[i] += factor * row[i];
      }
    }

    @Override
    public void put(int index, double[] numbers) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) numbers[i];
      }
      buffer.put(index * row.length, row);
    }
  }

  /** Rows in double precision. */
  record Doubles(DoubleBuffer buffer, int width) implements NodeRows {
    @Override
    public void addTo(double[] sum, int index, double factor) {
      int at = index * width;
      for (int i = 0; i < width; i++) {
        sum[i] += factor * buffer.get(at + i);
      }
    }

    @Override
    public void put(int index, double[] numbers) {
      buffer.put(index * width, numbers, 0, width);
    }
  }
}
