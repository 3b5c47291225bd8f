package io.espalier.data.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.espalier.data.DataException;
import io.espalier.data.files.DataFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
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
    long rows = footer.getBlocks().stream().mapToLong(BlockMetaData::getRowCount).sum();
    wanted.values().forEach(sink -> sink.expect(Math.toIntExact(rows)));
    Set<String> plain = ParquetNumbers.columns(footer);
    List<String> others = wanted.keySet().stream().filter(name -> !plain.contains(name)).toList();
    Queue<String> numbers = new ConcurrentLinkedQueue<>(wanted.keySet());
    numbers.removeAll(others);
    int threads = threads(rows, wanted.size());
    IntStream.range(0, threads)
        .parallel()
        .forEach(thread -> read(wanted, part(others, thread, threads), numbers));
    return Math.toIntExact(rows);
  }

  private static int threads(long rows, int columns) {
    long useful = Math.min(columns, rows * columns / CELLS_PER_THREAD);
    return (int) Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), useful));
  }

  private static List<String> part(List<String> columns, int part, int parts) {
    return IntStream.range(0, columns.size())
        .filter(i -> i % parts == part)
        .mapToObj(columns::get)
        .toList();
  }

  /** Reads one thread's columns, and then those of numbers that no other thread has taken. */
  private void read(Map<String, CellSink> wanted, List<String> columns, Queue<String> numbers) {
    try {
      if (!columns.isEmpty()) {
        new ParquetColumns(hadoop, path, footer.getFileMetaData().getSchema(), columns)
            .read(wanted);
      }
      if (!numbers.isEmpty()) {
        try (ParquetNumbers reader = new ParquetNumbers(hadoop, path)) {
          for (String name = numbers.poll(); name != null; name = numbers.poll()) {
            reader.read(name, wanted);
          }
        }
      }
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
