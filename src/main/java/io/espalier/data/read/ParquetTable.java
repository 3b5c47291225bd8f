package io.espalier.data.read;

import io.espalier.data.DataException;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** A Parquet file of flat columns: whole and real numbers, booleans, decimals and text. */
final class ParquetTable implements TableFile {
  private final Configuration hadoop;
  private final Path path;
  private final MessageType schema;

  ParquetTable(Configuration hadoop, Path path) {
    this.hadoop = hadoop;
    this.path = path;
    this.schema = schema();
  }

  @Override
  public String name() {
    return DataFiles.name(path);
  }

  @Override
  public List<String> header() {
    return schema.getFields().stream().map(Type::getName).toList();
  }

  @Override
  public void rows(List<String> wanted, Consumer<Row> visitor) {
    List<Type> fields =
        schema.getFields().stream().filter(f -> wanted.contains(f.getName())).toList();
    MessageType projection = new MessageType(schema.getName(), fields);
    ParquetCell[] cells = new ParquetCell[wanted.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = ParquetCell.of(name(), projection, wanted.get(i));
    }
    Configuration projected = new Configuration(hadoop);
    projected.set(ReadSupport.PARQUET_READ_SCHEMA, projection.toString());
    long row = 0;
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), path).withConf(projected).build()) {
      for (Group group = read(reader, row); group != null; group = read(reader, row)) {
        row++;
        visitor.accept(new ParquetRow(name(), cells, group, row));
      }
    } catch (IOException e) {
      throw damaged("after row " + row, e);
    }
  }

  private @org.jspecify.annotations.Nullable Group read(ParquetReader<Group> reader, long row)
      throws IOException {
    try {
      return reader.read();
    } catch (RuntimeException e) {
      throw damaged("after row " + row, e);
    }
  }

  private MessageType schema() {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop))) {
      return reader.getFileMetaData().getSchema();
    } catch (IOException | RuntimeException e) {
      throw damaged("footer", e);
    }
  }

  private DataException damaged(String place, Exception e) {
    return new DataException(
        name() + ": " + place + ": expected Parquet, found damage: " + DataFiles.reason(e), e);
  }
}
