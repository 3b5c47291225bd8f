package io.espalier.data.session;

import io.espalier.data.DataException;
import io.espalier.data.tables.CellSink;
import io.espalier.data.tables.ColumnChoice;
import io.espalier.data.tables.TableFile;
import io.espalier.data.tables.TableHeader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A table of a Spark session. It has no order of its own: how Spark cuts files into partitions
 * depends on sizes and cores. Where that must not matter its rows are ordered by what is in them.
 */
final class SessionTable implements TableFile {
  /** What pandas calls the columns in which it writes the numbers of rows. */
  private static final Pattern ROW_INDEX = Pattern.compile("__index_level_\\d+__");

  private final String name;
  private final Dataset<Row> table;
  private final Optional<List<String>> orderBy;
  private final List<SparkColumn> columns;
  private Optional<GatheredRows> rows = Optional.empty();

  /**
   * A table whose rows stay in the order in which Spark gives them.
   *
   * @param name what a person calls it
   * @throws DataException in one line, if two columns have one name
   */
  SessionTable(String name, Dataset<Row> table) {
    this(name, table, Optional.empty());
  }

  /**
   * A table whose rows are ordered by their values.
   *
   * @param orderBy the columns that come first; the others that are read follow, in the order of
   *     the table
   * @throws DataException in one line, if one of them is not there, or two columns have one name
   */
  static SessionTable ordered(String name, Dataset<Row> table, List<String> orderBy) {
    SessionTable ordered = new SessionTable(name, table, Optional.of(List.copyOf(orderBy)));
    orderBy.forEach(column -> ColumnChoice.require(ordered, column));
    return ordered;
  }

  private SessionTable(String name, Dataset<Row> table, Optional<List<String>> orderBy) {
    this.name = name;
    this.table = table;
    this.orderBy = orderBy;
    this.columns = SparkColumn.of(table.schema());
    Set<String> names = new HashSet<>();
    for (SparkColumn column : columns) {
      if (!names.add(column.name())) {
        throw new DataException(
            name + ": expected columns of different names, found \"" + column.name() + "\" twice");
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public TableHeader header() {
    List<String> names = columns.stream().map(SparkColumn::name).toList();
    List<String> indexes = names.stream().filter(n -> ROW_INDEX.matcher(n).matches()).toList();
    return new TableHeader(names, List.of(), indexes, List.of());
  }

  /** Gathers at the first call; later ones ask for no more columns than that one. */
  @Override
  public int read(Map<String, CellSink> wanted) {
    GatheredRows gathered = rows.orElseGet(() -> gather(wanted.keySet()));
    rows = Optional.of(gathered);
    wanted.forEach(gathered::put);
    return gathered.size();
  }

  /** The columns of these names, in the order of the table. */
  private Stream<SparkColumn> named(Set<String> names) {
    return columns.stream().filter(column -> names.contains(column.name()));
  }

  private GatheredRows gather(Set<String> wanted) {
    List<String> first = orderBy.orElse(List.of());
    List<SparkColumn> read = new ArrayList<>();
    first.stream().distinct().forEach(wished -> named(Set.of(wished)).forEach(read::add));
    named(wanted).filter(column -> !first.contains(column.name())).forEach(read::add);
    read.forEach(column -> column.require(name));
    return SparkFailures.inOneLine(name, () -> GatheredRows.of(table, read, orderBy.isPresent()));
  }
}
