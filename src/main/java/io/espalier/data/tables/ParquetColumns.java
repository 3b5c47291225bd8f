package io.espalier.data.tables;

import io.espalier.data.DataException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.FileSplit;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.parquet.hadoop.ParquetInputFormat;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.execution.datasources.parquet.ParquetReadSupport;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.execution.datasources.parquet.VectorizedParquetRecordReader;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Some columns of a Parquet file, decoded by Spark's vectorised reader, without a session. */
final class ParquetColumns {
  private static final int ROWS_AT_ONCE = 4096;
  private static final String CORRECTED = "CORRECTED";
  private static final String UTC = "UTC";

  private final Configuration settings;
  private final Path path;
  private final List<ParquetCells> cells = new ArrayList<>();

  /**
   * The columns as Spark sees them.
   *
   * @throws DataException if one is of a type that no input can be made of
   */
  ParquetColumns(Configuration hadoop, Path path, MessageType schema, List<String> columns) {
    this.path = path;
    this.settings = new Configuration(hadoop);
    settings.setBoolean("spark.sql.parquet.binaryAsString", true);
    settings.setBoolean("spark.sql.parquet.int96AsTimestamp", true);
    settings.setBoolean("spark.sql.caseSensitive", true);
    settings.setBoolean("spark.sql.parquet.inferTimestampNTZ.enabled", true);
    settings.setBoolean("spark.sql.legacy.parquet.nanosAsLong", true);
    settings.setBoolean("spark.sql.parquet.fieldId.read.enabled", false);
    StructType wanted = new StructType();
    for (String column : columns) {
      StructField field = field(schema, column);
      wanted = wanted.add(field);
      cells.add(ParquetCells.of(field, schema.getType(column)));
    }
    settings.set(ParquetReadSupport.SPARK_ROW_REQUESTED_SCHEMA(), wanted.json());
    settings.setClass(
        ParquetInputFormat.READ_SUPPORT_CLASS, ParquetReadSupport.class, ReadSupport.class);
  }

  private StructField field(MessageType schema, String column) {
    try {
      return new ParquetToSparkSchemaConverter(settings)
          .convert(new MessageType(schema.getName(), schema.getType(column)))
          .apply(column);
    } catch (RuntimeException e) {
      throw ParquetCells.unsupported(column, schema.getType(column).toString());
    } catch (Exception e) { // Scala declares none: Spark's AnalysisException comes out of the blue
      throw ParquetCells.unsupported(column, schema.getType(column).toString());
    }
  }

  /** Puts all cells into the sinks of their columns. */
  void read(Map<String, CellSink> sinks) throws IOException {
    List<CellSink> targets = new ArrayList<>();
    for (ParquetCells column : cells) {
      CellSink sink = sinks.get(column.column());
      if (sink == null) {
        throw new IllegalArgumentException("no sink for " + column.column());
      }
      targets.add(sink);
    }
    try (VectorizedParquetRecordReader reader = open()) {
      ColumnarBatch batch = reader.resultBatch();
      while (reader.nextBatch()) {
        for (int i = 0; i < targets.size(); i++) {
          cells.get(i).put(batch.column(i), batch.numRows(), targets.get(i));
        }
      }
    }
  }

  @SuppressWarnings("NullAway") // Spark takes null for "no conversion of time zones"
  private VectorizedParquetRecordReader open() throws IOException {
    VectorizedParquetRecordReader reader =
        new VectorizedParquetRecordReader(
            null, CORRECTED, UTC, CORRECTED, UTC, false, ROWS_AT_ONCE);
    long length = path.getFileSystem(settings).getFileStatus(path).getLen();
    try {
      reader.initialize(
          new FileSplit(path, 0, length, new String[0]),
          new TaskAttemptContextImpl(settings, new TaskAttemptID()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    reader.enableReturningBatches();
    return reader;
  }
}
