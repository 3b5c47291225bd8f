package io.espalier.ml;

import java.lang.reflect.InvocationTargetException;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** Rows as Spark stores them, as a data set. */
final class StoredRows {
  private StoredRows() {}

  /**
   * Rows of a schema. The method is Spark's own and the same in Spark 3.5 and 4, in classes of
   * different names.
   */
  @SuppressWarnings("unchecked") // its result is what its name says
  static Dataset<Row> dataset(SparkSession spark, RDD<InternalRow> rows, StructType schema) {
    try {
      return (Dataset<Row>)
          spark
              .getClass()
              .getMethod("internalCreateDataFrame", RDD.class, StructType.class, boolean.class)
              .invoke(spark, rows, schema, false);
    } catch (InvocationTargetException failure) {
      throw new IllegalStateException(failure.getCause());
    } catch (ReflectiveOperationException other) {
      throw new IllegalStateException(
          "Spark " + spark.version() + " makes no data set of stored rows", other);
    }
  }
}
