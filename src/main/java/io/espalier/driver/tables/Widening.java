package io.espalier.driver.tables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Joins tables by name: a column that one of them lacks is null there, int widens to long and to
 * double, and types that have nothing in common become text. Structs are joined field by field.
 */
final class Widening {
  private Widening() {}

  /** The type that holds the values of both. */
  static DataType widest(DataType a, DataType b) {
    if (a.equals(b)) {
      return a;
    }
    if (a instanceof StructType first && b instanceof StructType second) {
      return widest(first, second);
    }
    if (a instanceof NumericType && b instanceof NumericType) {
      boolean whole = isWhole(a) && isWhole(b);
      return whole ? DataTypes.LongType : DataTypes.DoubleType;
    }
    return DataTypes.StringType;
  }

  private static boolean isWhole(DataType type) {
    return type.equals(DataTypes.IntegerType) || type.equals(DataTypes.LongType);
  }

  /** The fields of both, those of {@code a} first. */
  static StructType widest(StructType a, StructType b) {
    Map<String, DataType> fields = new LinkedHashMap<>();
    for (StructType type : List.of(a, b)) {
      for (StructField field : type.fields()) {
        fields.merge(field.name(), field.dataType(), Widening::widest);
      }
    }
    StructType widest = new StructType();
    for (Map.Entry<String, DataType> field : fields.entrySet()) {
      widest = widest.add(field.getKey(), field.getValue());
    }
    return widest;
  }

  /** The rows with the columns of a type that is at least as wide. */
  static Dataset<Row> to(StructType wide, Dataset<Row> rows) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : wide.fields()) {
      columns.add(
          field(rows.schema(), functions.col(quoted(field.name())), field).as(field.name()));
    }
    return rows.select(columns.toArray(Column[]::new));
  }

  private static Column field(StructType from, Column column, StructField to) {
    return Arrays.asList(from.fieldNames()).contains(to.name())
        ? value(column, from.apply(to.name()).dataType(), to.dataType())
        : functions.lit(null).cast(to.dataType());
  }

  private static Column value(Column column, DataType from, DataType to) {
    if (from.equals(to)) {
      return column;
    }
    if (!(from instanceof StructType narrow) || !(to instanceof StructType wide)) {
      return column.cast(to);
    }
    Column[] fields =
        Arrays.stream(wide.fields())
            .map(field -> field(narrow, column.getField(field.name()), field).as(field.name()))
            .toArray(Column[]::new);
    return functions.when(column.isNotNull(), functions.struct(fields));
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
