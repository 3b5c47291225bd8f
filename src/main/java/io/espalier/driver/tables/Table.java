package io.espalier.driver.tables;

import java.util.List;
import java.util.function.IntFunction;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * A table as it stands: its columns and where its rows come from.
 *
 * @param sources how many things rows have been made from so far (finished trials, …); only grows
 * @param rowsFrom the rows of the sources from this index on, sorted
 */
record Table<R>(
    String name, List<TableColumn<R>> columns, int sources, IntFunction<List<R>> rowsFrom) {
  Table {
    columns = List.copyOf(columns);
  }

  MessageType schema() {
    return new MessageType(name, columns.stream().map(TableColumn::type).toArray(Type[]::new));
  }
}
