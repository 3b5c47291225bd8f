package io.espalier.driver.tables;

import io.espalier.wire.Configuration;
import io.espalier.wire.Value;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;

/** One Parquet file of a table. */
final class ParquetPart {
  private ParquetPart() {}

  /** Writes the rows of a table's sources from an index on to a new file. */
  static <R> void write(
      Path file, org.apache.hadoop.conf.Configuration hadoop, Table<R> table, int from)
      throws IOException {
    MessageType schema = table.schema();
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(HadoopOutputFile.fromPath(file, hadoop))
            .withType(schema)
            .withConf(hadoop)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .build()) {
      for (R row : table.rowsFrom().apply(from)) {
        writer.write(group(schema, table.columns(), row));
      }
    }
  }

  private static <R> Group group(MessageType schema, List<TableColumn<R>> columns, R row) {
    Group group = new SimpleGroup(schema);
    for (TableColumn<R> column : columns) {
      Optional<?> cell = column.cell().apply(row);
      cell.ifPresent(value -> put(group, column.name(), value));
    }
    return group;
  }

  private static void put(Group group, String name, Object value) {
    if (value instanceof String text) {
      group.add(name, text);
    } else if (value instanceof Integer whole) {
      group.add(name, whole);
    } else if (value instanceof Long whole) {
      group.add(name, whole);
    } else if (value instanceof Double real) {
      group.add(name, real);
    } else if (value instanceof Boolean flag) {
      group.add(name, flag);
    } else if (value instanceof Instant instant) {
      group.add(name, ChronoUnit.MICROS.between(Instant.EPOCH, instant));
    } else {
      putNested(group.addGroup(name), value);
    }
  }

  private static void putNested(Group group, Object value) {
    if (value instanceof Configuration configuration) {
      for (Map.Entry<String, Value> entry : configuration.values().entrySet()) {
        put(group, entry.getKey(), entry.getValue().plain());
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        Group pair = group.addGroup("key_value");
        put(pair, "key", entry.getKey());
        put(pair, "value", entry.getValue());
      }
    } else if (value instanceof List<?> list) {
      for (Object element : list) {
        put(group.addGroup("list"), "element", element);
      }
    } else {
      throw new IllegalArgumentException("no column holds " + value.getClass());
    }
  }
}
