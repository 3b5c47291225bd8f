package io.espalier.data.session;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.SQLUserDefinedType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;

/** A type that Spark stores as the vectors of its machine learning, here always as sparse ones. */
final class SparkVector extends UserDefinedType<SparkVector.Numbers> {
  private static final long serialVersionUID = 1;

  /** The numbers of a vector. */
  @SQLUserDefinedType(udt = SparkVector.class)
  static final class Numbers {
    private final double[] values;

    Numbers(double... values) {
      this.values = values;
    }
  }

  @Override
  public DataType sqlType() {
    return new StructType()
        .add("type", "tinyint")
        .add("size", "int")
        .add("indices", "array<int>")
        .add("values", "array<double>");
  }

  @Override
  public InternalRow serialize(Numbers vector) {
    int[] indices =
        IntStream.range(0, vector.values.length).filter(i -> vector.values[i] != 0).toArray();
    double[] written = Arrays.stream(indices).mapToDouble(i -> vector.values[i]).toArray();
    return new GenericInternalRow(
        new Object[] {
          (byte) 0,
          vector.values.length,
          new GenericArrayData(indices),
          new GenericArrayData(written)
        });
  }

  @Override
  public Numbers deserialize(Object stored) {
    throw new IllegalStateException("nothing is to be made of what was read");
  }

  @Override
  public Class<Numbers> userClass() {
    return Numbers.class;
  }
}
