package io.espalier.data.read;

import io.espalier.data.DataException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * How the cells of one column are read.
 *
 * @param position of the column in the rows that are read
 * @param scale digits after the point of a decimal, 0 otherwise
 */
record ParquetCell(String column, int position, Kind kind, int scale) {
  /** What a column holds. */
  enum Kind {
    WHOLE_32,
    WHOLE_64,
    REAL_32,
    REAL_64,
    FLAG,
    TEXT,
    DECIMAL_32,
    DECIMAL_64,
    DECIMAL_BYTES
  }

  static ParquetCell of(String file, MessageType schema, String column) {
    int position = schema.getFieldIndex(column);
    Type type = schema.getType(position);
    if (!type.isPrimitive() || type.isRepetition(Type.Repetition.REPEATED)) {
      throw unsupported(file, column, "a nested or repeated column");
    }
    PrimitiveType primitive = type.asPrimitiveType();
    boolean decimal = type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation;
    int scale =
        type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation d
            ? d.getScale()
            : 0;
    if (isTime(type)) {
      throw unsupported(file, column, "dates or times");
    }
    return new ParquetCell(
        column, position, kind(file, column, primitive.getPrimitiveTypeName(), decimal), scale);
  }

  private static Kind kind(String file, String column, PrimitiveTypeName type, boolean decimal) {
    return switch (type) {
      case INT32 -> decimal ? Kind.DECIMAL_32 : Kind.WHOLE_32;
      case INT64 -> decimal ? Kind.DECIMAL_64 : Kind.WHOLE_64;
      case FLOAT -> Kind.REAL_32;
      case DOUBLE -> Kind.REAL_64;
      case BOOLEAN -> Kind.FLAG;
      case BINARY -> decimal ? Kind.DECIMAL_BYTES : Kind.TEXT;
      case FIXED_LEN_BYTE_ARRAY -> {
        if (!decimal) {
          throw unsupported(file, column, "bytes of fixed length");
        }
        yield Kind.DECIMAL_BYTES;
      }
      case INT96 -> throw unsupported(file, column, "timestamps");
    };
  }

  private static boolean isTime(Type type) {
    return type.getLogicalTypeAnnotation() instanceof DateLogicalTypeAnnotation
        || type.getLogicalTypeAnnotation() instanceof TimeLogicalTypeAnnotation
        || type.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation;
  }

  private static DataException unsupported(String file, String column, String found) {
    return new DataException(
        file
            + ": column \""
            + column
            + "\": expected numbers, booleans, decimals or text, found "
            + found);
  }

  /** Whether the row has no value here. */
  boolean missing(Group row) {
    return row.getFieldRepetitionCount(position) == 0;
  }

  /** The value as text; numbers as {@link Numbers#text}. */
  String text(Group row) {
    return switch (kind) {
      case TEXT -> row.getString(position, 0);
      case FLAG -> Boolean.toString(row.getBoolean(position, 0));
      case WHOLE_64 -> Long.toString(row.getLong(position, 0));
      case REAL_32 -> realText(row.getFloat(position, 0));
      default -> Numbers.text(number(row));
    };
  }

  private static String realText(float number) {
    return number == Math.rint(number) ? Numbers.text(number) : Float.toString(number);
  }

  /** The value as a number, true as 1; text has none. */
  double number(Group row) {
    return switch (kind) {
      case WHOLE_32 -> row.getInteger(position, 0);
      case WHOLE_64 -> row.getLong(position, 0);
      case REAL_32 -> row.getFloat(position, 0);
      case REAL_64 -> row.getDouble(position, 0);
      case FLAG -> row.getBoolean(position, 0) ? 1 : 0;
      case DECIMAL_32 -> BigDecimal.valueOf(row.getInteger(position, 0), scale).doubleValue();
      case DECIMAL_64 -> BigDecimal.valueOf(row.getLong(position, 0), scale).doubleValue();
      case DECIMAL_BYTES ->
          new BigDecimal(new BigInteger(row.getBinary(position, 0).getBytes()), scale)
              .doubleValue();
      case TEXT -> Double.NaN;
    };
  }
}
