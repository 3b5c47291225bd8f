package io.espalier.data.session;

import io.espalier.data.DataException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.UserDefinedType;
import org.apache.spark.sql.types.VarcharType;

/**
 * A column of Spark's, or a field of a struct.
 *
 * @param path the names that lead to it, from the outermost struct
 * @param type what Spark stores in it
 */
record SparkColumn(List<String> path, DataType type) implements Serializable {
  /** How Spark stores its vectors, dense and sparse ones, and files that hold them. */
  private static final String VECTOR =
      "struct<type:tinyint,size:int,indices:array<int>,values:array<double>>";

  /** What becomes of a column's cells. */
  enum Form {
    NUMBER,
    TEXT,
    DATE,
    ARRAY,
    VECTOR,
    /** Arrays of arrays of numbers. */
    ARRAYS,
    /** Arrays of texts. */
    WORDS,
    NOTHING
  }

  SparkColumn {
    path = List.copyOf(path);
  }

  /** The columns of a table, structs taken apart. */
  static List<SparkColumn> of(StructType schema) {
    List<SparkColumn> columns = new ArrayList<>();
    collect(List.of(), schema, columns);
    return columns;
  }

  private static void collect(List<String> above, StructType struct, List<SparkColumn> columns) {
    for (StructField field : struct.fields()) {
      List<String> path = new ArrayList<>(above);
      path.add(field.name());
      if (field.dataType() instanceof StructType inner && !isVector(inner)) {
        collect(path, inner, columns);
      } else {
        columns.add(new SparkColumn(path, stored(field.dataType())));
      }
    }
  }

  /** Spark hands over its vectors as they are stored, whatever class stands before them. */
  private static DataType stored(DataType type) {
    return type instanceof UserDefinedType<?> own && isVector(own.sqlType()) ? own.sqlType() : type;
  }

  private static boolean isVector(DataType type) {
    return type.catalogString().equals(VECTOR);
  }

  /** Its name: {@code address.zip} for a field of a struct. */
  String name() {
    return String.join(".", path);
  }

  /** The column as Spark finds it. */
  Column column() {
    return functions
        .col(
            path.stream()
                .map(part -> "`" + part.replace("`", "``") + "`")
                .collect(Collectors.joining(".")))
        .as(name());
  }

  Form form() {
    if (isText(type)) {
      return Form.TEXT;
    }
    if (type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType) {
      return Form.DATE;
    }
    if (type instanceof ArrayType array && NumberCell.of(array.elementType()).isPresent()) {
      return Form.ARRAY;
    }
    if (type instanceof ArrayType array
        && array.elementType() instanceof ArrayType inner
        && NumberCell.of(inner.elementType()).isPresent()) {
      return Form.ARRAYS;
    }
    if (type instanceof ArrayType array && isText(array.elementType())) {
      return Form.WORDS;
    }
    if (isVector(type)) {
      return Form.VECTOR;
    }
    return NumberCell.of(type).isPresent() ? Form.NUMBER : Form.NOTHING;
  }

  private static boolean isText(DataType type) {
    return type instanceof StringType || type instanceof CharType || type instanceof VarcharType;
  }

  /**
   * @throws DataException in one line, if nothing can be made of such a column
   */
  void require(String table) {
    if (form() == Form.NOTHING) {
      throw new DataException(
          table
              + ": column \""
              + name()
              + "\": expected numbers, booleans, decimals, text, dates, timestamps, arrays of"
              + " numbers or vectors, found "
              + type.catalogString()
              + "; leave the column out with data.except = [\""
              + name()
              + "\"]");
    }
  }
}
