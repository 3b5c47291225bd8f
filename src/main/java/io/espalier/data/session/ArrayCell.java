package io.espalier.data.session;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;

/** Reads an array of numbers from a row's cell that is no null. */
@FunctionalInterface
interface ArrayCell {
  /** The numbers, NaN where one is missing. */
  float[] of(InternalRow row, int place);

  /** The reader of a column of arrays. */
  static ArrayCell of(ArrayType type) {
    NumberCell element = NumberCell.of(type.elementType()).orElseThrow();
    return (row, place) -> numbers(row.getArray(place), element);
  }

  private static float[] numbers(ArrayData found, NumberCell element) {
    float[] numbers = new float[found.numElements()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = found.isNullAt(i) ? Float.NaN : (float) element.of(found, i);
    }
    return numbers;
  }

  /** The arrays of an array of arrays of numbers; one that is missing has no numbers. */
  static List<float[]> ofArrays(ArrayData found, ArrayType type) {
    NumberCell element =
        NumberCell.of(((ArrayType) type.elementType()).elementType()).orElseThrow();
    List<float[]> arrays = new ArrayList<>();
    for (int i = 0; i < found.numElements(); i++) {
      arrays.add(found.isNullAt(i) ? new float[0] : numbers(found.getArray(i), element));
    }
    return arrays;
  }

  /**
   * The reader of a column of vectors: type (1 dense, 0 sparse), size and indices of sparse ones,
   * values.
   */
  static float[] ofVector(InternalRow row, int place) {
    int fields = 4;
    InternalRow vector = row.getStruct(place, fields);
    double[] values = vector.getArray(3).toDoubleArray();
    boolean dense = vector.getByte(0) == 1;
    float[] numbers = new float[dense ? values.length : vector.getInt(1)];
    int[] indices = dense ? new int[0] : vector.getArray(2).toIntArray();
    for (int i = 0; i < values.length; i++) {
      numbers[dense ? i : indices[i]] = (float) values[i];
    }
    return numbers;
  }
}
