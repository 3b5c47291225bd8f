package io.espalier.engine;

import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** What a column can hold of a network's outputs; each as Spark stores it. */
public enum ScoredColumn {
  /** The number of the likeliest class, from 0; of equals the first. */
  CLASS {
    @Override
    Object of(float[] outputs, UTF8String[] classes) {
      return (double) likeliest(outputs);
    }
  },
  /** The name of the likeliest class. */
  CLASS_NAME {
    @Override
    Object of(float[] outputs, UTF8String[] classes) {
      return classes[likeliest(outputs)];
    }
  },
  /** The only number. */
  NUMBER {
    @Override
    Object of(float[] outputs, UTF8String[] classes) {
      return (double) outputs[0];
    }
  },
  /** All numbers, or the probabilities of the classes, as a vector. */
  VECTOR {
    @Override
    Object of(float[] outputs, UTF8String[] classes) {
      double[] values = new double[outputs.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = outputs[i];
      }
      return vector(values);
    }
  };

  /** How Spark stores a dense vector: its kind, and behind two fields of sparse ones the values. */
  private static InternalRow vector(double[] values) {
    byte dense = 1;
    UnsafeArrayData stored = UnsafeArrayData.fromPrimitiveArray(values);
    return new GenericInternalRow(new Object[] {dense, null, null, stored});
  }

  private static int likeliest(float[] outputs) {
    int best = 0;
    for (int i = 1; i < outputs.length; i++) {
      best = outputs[i] > outputs[best] ? i : best;
    }
    return best;
  }

  /** The type of such a column. */
  public DataType type() {
    return switch (this) {
      case CLASS, NUMBER -> DataTypes.DoubleType;
      case CLASS_NAME -> DataTypes.StringType;
      case VECTOR -> SQLDataTypes.VectorType();
    };
  }

  /**
   * The cell of an example.
   *
   * @param classes names, as Spark stores them
   */
  abstract Object of(float[] outputs, UTF8String[] classes);
}
