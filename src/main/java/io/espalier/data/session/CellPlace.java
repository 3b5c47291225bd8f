package io.espalier.data.session;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Where a column's cell is in a row.
 *
 * @param indexes of the structs that lead to it, from the outermost, and of the cell in the last
 * @param sizes fields of each of these structs
 */
@SuppressWarnings("ArrayRecordComponent")
record CellPlace(SparkColumn column, int[] indexes, int[] sizes) implements Serializable {
  static CellPlace of(StructType schema, SparkColumn column) {
    List<String> path = column.path();
    int[] indexes = new int[path.size()];
    int[] sizes = new int[path.size()];
    DataType type = schema;
    for (int depth = 0; depth < indexes.length; depth++) {
      StructType struct = (StructType) type;
      indexes[depth] = struct.fieldIndex(path.get(depth));
      sizes[depth] = struct.length();
      type = struct.fields()[indexes[depth]].dataType();
    }
    return new CellPlace(column, indexes, sizes);
  }

  /** The struct that holds the cell, the row itself if it is not in one; of nulls for a null. */
  InternalRow holder(InternalRow row) {
    InternalRow struct = row;
    for (int depth = 1; depth < indexes.length; depth++) {
      if (struct.isNullAt(indexes[depth - 1])) {
        return new GenericInternalRow(sizes[indexes.length - 1]);
      }
      struct = struct.getStruct(indexes[depth - 1], sizes[depth]);
    }
    return struct;
  }

  /** The cell's index in its holder. */
  int index() {
    return indexes[indexes.length - 1];
  }
}
