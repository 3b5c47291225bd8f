package io.espalier.data.tables;

import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Columns of plain numbers of a Parquet file, one after another and page by page. Most tables
 * consist of them, and Spark's reader, which takes all columns side by side in batches of rows,
 * needs several times as long.
 */
final class ParquetNumbers implements AutoCloseable {
  private static final Set<PrimitiveTypeName> TYPES =
      EnumSet.of(
          PrimitiveTypeName.DOUBLE,
          PrimitiveTypeName.FLOAT,
          PrimitiveTypeName.INT32,
          PrimitiveTypeName.INT64);

  /** Of numbers, and (the last two) of the levels that tell where holes are. */
  @SuppressWarnings("deprecation") // older files have them
  private static final Set<Encoding> ENCODINGS =
      EnumSet.of(
          Encoding.PLAIN,
          Encoding.PLAIN_DICTIONARY,
          Encoding.RLE_DICTIONARY,
          Encoding.RLE,
          Encoding.BIT_PACKED);

  /** Bytes of one column in one group of rows: so many fit into one piece of memory. */
  private static final long LARGEST_CHUNK = 1L << 30;

  private final ParquetFileReader reader;

  ParquetNumbers(Configuration hadoop, Path path) throws IOException {
    this.reader =
        ParquetFileReader.open(
            new PiecewiseInput(HadoopInputFile.fromPath(path, hadoop)),
            HadoopReadOptions.builder(hadoop, path)
                .withCodecFactory(new PageCodecs(hadoop))
                .withAllocator(new ChunkMemory())
                .withMaxAllocationInBytes(Integer.MAX_VALUE)
                .build());
  }

  /** The columns that hold nothing but numbers of a machine's type, plain or in a dictionary. */
  static Set<String> columns(ParquetMetadata file) {
    Set<String> columns = new LinkedHashSet<>();
    file.getFileMetaData().getSchema().getFields().stream()
        .filter(ParquetNumbers::isPlain)
        .forEach(type -> columns.add(type.getName()));
    file.getBlocks().stream()
        .flatMap(block -> block.getColumns().stream())
        .filter(
            chunk ->
                !ENCODINGS.containsAll(chunk.getEncodings())
                    || chunk.getTotalSize() > LARGEST_CHUNK)
        .forEach(chunk -> columns.remove(chunk.getPath().toDotString()));
    return columns;
  }

  private static boolean isPlain(Type type) {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    return type.isPrimitive()
        && !type.isRepetition(Type.Repetition.REPEATED)
        && TYPES.contains(type.asPrimitiveType().getPrimitiveTypeName())
        && (meaning == null
            || (meaning instanceof IntLogicalTypeAnnotation whole && whole.isSigned()));
  }

  /** Puts all cells of a column into its sink. */
  void read(String column, Map<String, CellSink> sinks) throws IOException {
    CellSink sink = sinks.get(column);
    if (sink == null) {
      throw new IllegalArgumentException("no sink for " + column);
    }
    MessageType schema = reader.getFileMetaData().getSchema();
    MessageType alone = new MessageType(schema.getName(), schema.getType(column));
    ColumnDescriptor numbers = alone.getColumns().get(0);
    reader.setRequestedSchema(alone);
    for (int group = 0; group < reader.getRowGroups().size(); group++) {
      long rows = reader.getRowGroups().get(group).getRowCount();
      if (rows > 0) {
        new NumberPages(numbers, reader.readRowGroup(group).getPageReader(numbers)).put(rows, sink);
      }
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
