package io.espalier.data.session;

import io.espalier.data.tables.CellSink;
import io.espalier.data.tables.TableFile;
import io.espalier.data.tables.TableHeader;
import java.util.List;
import java.util.Map;

/**
 * Some rows of a session, already here.
 *
 * @param name what a person calls them
 */
record RowBatch(String name, List<SparkColumn> columns, GatheredRows rows) implements TableFile {
  RowBatch {
    columns = List.copyOf(columns);
  }

  @Override
  public TableHeader header() {
    List<String> names = columns.stream().map(SparkColumn::name).toList();
    return new TableHeader(names, List.of(), List.of(), List.of());
  }

  @Override
  public int read(Map<String, CellSink> wanted) {
    wanted.forEach(rows::put);
    return rows.size();
  }
}
