package io.espalier.data.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.espalier.data.DataException;
import io.espalier.data.files.DataFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.Type;

/** A Parquet file, read by columns; several at once where it is large. */
final class ParquetTable implements TableFile {
  /** Fewer cells are not worth a second thread. */
  private static final long CELLS_PER_THREAD = 1_000_000;

  private static final String PANDAS = "pandas";

  private final Configuration hadoop;
  private final Path path;
  private final ParquetMetadata footer;

  ParquetTable(Configuration hadoop, Path path) {
    this.hadoop = hadoop;
    this.path = path;
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop))) {
      this.footer = reader.getFooter();
    } catch (IOException | RuntimeException e) {
      throw damaged("footer", e);
    }
  }

  @Override
  public String name() {
    return DataFiles.name(path);
  }

  @Override
  public TableHeader header() {
    List<String> names =
        footer.getFileMetaData().getSchema().getFields().stream().map(Type::getName).toList();
    return new TableHeader(names, List.of(), pandasIndexes(names), List.of());
  }

  /** The columns that pandas wrote to number or name the rows, as it noted in the file. */
  private List<String> pandasIndexes(List<String> names) {
    String note = footer.getFileMetaData().getKeyValueMetaData().getOrDefault(PANDAS, "{}");
    List<String> indexes = new ArrayList<>();
    try {
      for (JsonNode index : new ObjectMapper().readTree(note).path("index_columns")) {
        if (index.isTextual() && names.contains(index.asText())) {
          indexes.add(index.asText());
        }
      }
    } catch (IOException noPandas) {
      return List.of();
    }
    return indexes;
  }

  @Override
  public int read(Map<String, CellSink> wanted) {
    long rows = footer.getBlocks().stream().mapToLong(block -> block.getRowCount()).sum();
    wanted.values().forEach(sink -> sink.expect(Math.toIntExact(rows)));
    List<String> columns = List.copyOf(wanted.keySet());
    if (columns.isEmpty()) {
      return Math.toIntExact(rows);
    }
    int threads =
        (int)
            Math.max(
                1,
                Math.min(
                    Math.min(Runtime.getRuntime().availableProcessors(), columns.size()),
                    rows * columns.size() / CELLS_PER_THREAD));
    IntStream.range(0, threads)
        .parallel()
        .forEach(thread -> read(wanted, part(columns, thread, threads)));
    return Math.toIntExact(rows);
  }

  private static List<String> part(List<String> columns, int part, int parts) {
    return IntStream.range(0, columns.size())
        .filter(i -> i % parts == part)
        .mapToObj(columns::get)
        .toList();
  }

  private void read(Map<String, CellSink> wanted, List<String> columns) {
    try {
      new ParquetColumns(hadoop, path, footer.getFileMetaData().getSchema(), columns).read(wanted);
    } catch (DataException unsupported) {
      throw new DataException(name() + ": " + unsupported.getMessage(), unsupported);
    } catch (IOException | RuntimeException e) {
      throw damaged("rows", e);
    }
  }

  private DataException damaged(String place, Exception e) {
    return new DataException(
        name() + ": " + place + ": expected Parquet, found damage: " + DataFiles.reason(e), e);
  }
}
