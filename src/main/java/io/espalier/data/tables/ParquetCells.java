package io.espalier.data.tables;

import io.espalier.data.DataException;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarRow;

/**
 * How the cells of one column become numbers, text, dates or arrays.
 *
 * @param nanoseconds whether whole numbers are times in nanoseconds, which Spark has no type for
 */
record ParquetCells(String column, DataType type, boolean nanoseconds) {
  private static final double MICROS_PER_DAY = 86_400e6;
  private static final double NANOS_PER_DAY = 86_400e9;

  /** The fields in which Spark keeps a vector of its machine learning, dense or sparse. */
  private static final List<String> VECTOR = List.of("type", "size", "indices", "values");

  private static final byte SPARSE = 0;

  static ParquetCells of(StructField field, Type stored) {
    boolean nanoseconds =
        stored.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation time
            && time.getUnit() == TimeUnit.NANOS;
    if (!supported(field.dataType())) {
      throw unsupported(field.name(), field.dataType().simpleString());
    }
    return new ParquetCells(field.name(), field.dataType(), nanoseconds);
  }

  private static boolean supported(DataType type) {
    return isNumber(type)
        || type instanceof StringType
        || type instanceof BinaryType
        || isTime(type)
        || type instanceof DateType
        || (type instanceof ArrayType array && isElement(array.elementType()))
        || isVector(type);
  }

  /** Of what arrays may be: numbers, texts, or arrays of numbers. */
  private static boolean isElement(DataType type) {
    return isNumber(type)
        || type instanceof StringType
        || (type instanceof ArrayType inner && isNumber(inner.elementType()));
  }

  private static boolean isNumber(DataType type) {
    return type instanceof DoubleType
        || type instanceof FloatType
        || type instanceof LongType
        || type instanceof IntegerType
        || type instanceof ShortType
        || type instanceof ByteType
        || type instanceof BooleanType
        || type instanceof DecimalType;
  }

  private static boolean isTime(DataType type) {
    return type instanceof TimestampType || type instanceof TimestampNTZType;
  }

  private static boolean isVector(DataType type) {
    return type instanceof StructType fields && List.of(fields.fieldNames()).equals(VECTOR);
  }

  static DataException unsupported(String column, String type) {
    return new DataException(
        "column \""
            + column
            + "\": expected numbers, text, booleans, decimals, dates, times or arrays of numbers,"
            + " found "
            + type
            + "; leave it out with data.except = [\""
            + column
            + "\"]");
  }

  /** Puts the first {@code count} cells of a batch. */
  void put(ColumnVector cells, int count, CellSink sink) {
    if (type instanceof DoubleType && !cells.hasNull()) {
      sink.numbers(cells.getDoubles(0, count), count);
      return;
    }
    for (int i = 0; i < count; i++) {
      if (cells.isNullAt(i)) {
        sink.hole();
      } else {
        putOne(cells, i, sink);
      }
    }
  }

  private void putOne(ColumnVector cells, int row, CellSink sink) {
    if (nanoseconds) {
      sink.date(cells.getLong(row) / NANOS_PER_DAY);
    } else if (isNumber(type)) {
      sink.number(number(cells, row, type));
    } else if (isTime(type)) {
      sink.date(cells.getLong(row) / MICROS_PER_DAY);
    } else if (type instanceof DateType) {
      sink.date(cells.getInt(row));
    } else if (type instanceof ArrayType array) {
      putArray(cells.getArray(row), array.elementType(), sink);
    } else if (type instanceof StructType) {
      sink.vector(vector(cells.getStruct(row)));
    } else {
      sink.text(cells.getUTF8String(row).toString());
    }
  }

  private static void putArray(ColumnarArray array, DataType element, CellSink sink) {
    if (element instanceof ArrayType inner) {
      double[][] arrays = new double[array.numElements()][];
      for (int i = 0; i < arrays.length; i++) {
        arrays[i] =
            array.isNullAt(i) ? new double[0] : numbers(array.getArray(i), inner.elementType());
      }
      sink.arrays(arrays);
    } else if (element instanceof StringType) {
      String[] words = new String[array.numElements()];
      for (int i = 0; i < words.length; i++) {
        words[i] = array.isNullAt(i) ? "" : array.getUTF8String(i).toString();
      }
      sink.words(words);
    } else {
      sink.vector(numbers(array, element));
    }
  }

  private static double number(ColumnVector cells, int row, DataType type) {
    if (type instanceof DoubleType) {
      return cells.getDouble(row);
    } else if (type instanceof FloatType) {
      return cells.getFloat(row);
    } else if (type instanceof LongType) {
      return cells.getLong(row);
    } else if (type instanceof IntegerType) {
      return cells.getInt(row);
    } else if (type instanceof ShortType) {
      return cells.getShort(row);
    } else if (type instanceof ByteType) {
      return cells.getByte(row);
    } else if (type instanceof DecimalType decimal) {
      return cells.getDecimal(row, decimal.precision(), decimal.scale()).toDouble();
    }
    return cells.getBoolean(row) ? 1 : 0;
  }

  private static double[] numbers(ColumnarArray array, DataType type) {
    double[] numbers = new double[array.numElements()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.isNullAt(i) ? Double.NaN : number(array, i, type);
    }
    return numbers;
  }

  private static double number(ColumnarArray array, int at, DataType type) {
    if (type instanceof DoubleType) {
      return array.getDouble(at);
    } else if (type instanceof FloatType) {
      return array.getFloat(at);
    } else if (type instanceof LongType) {
      return array.getLong(at);
    } else if (type instanceof IntegerType) {
      return array.getInt(at);
    } else if (type instanceof ShortType) {
      return array.getShort(at);
    } else if (type instanceof ByteType) {
      return array.getByte(at);
    } else if (type instanceof DecimalType decimal) {
      return array.getDecimal(at, decimal.precision(), decimal.scale()).toDouble();
    }
    return array.getBoolean(at) ? 1 : 0;
  }

  /** A dense vector's numbers, or those of a sparse one with zeros between. */
  private static double[] vector(ColumnarRow fields) {
    double[] values = fields.getArray(3).toDoubleArray();
    if (fields.getByte(0) != SPARSE) {
      return values;
    }
    int[] places = fields.getArray(2).toIntArray();
    double[] dense = new double[fields.getInt(1)];
    for (int i = 0; i < places.length; i++) {
      dense[places[i]] = values[i];
    }
    return dense;
  }
}
