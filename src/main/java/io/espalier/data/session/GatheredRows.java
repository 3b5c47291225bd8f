package io.espalier.data.session;

import io.espalier.data.DataException;
import io.espalier.data.tables.CellSink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of a table on the driver, column by column.
 *
 * @param columns by name
 * @param places of the rows, in order
 */
@SuppressWarnings("ArrayRecordComponent")
record GatheredRows(Map<String, GatheredColumn> columns, int[] places) {
  /**
   * Gathers columns, by as many tasks at once as the session has room for.
   *
   * @param byValues whether rows are ordered by the values of all columns, first to last. However
   *     Spark cuts a table into partitions, that order is the same; rows that are alike may change
   *     places, and nobody can tell
   */
  static GatheredRows of(Dataset<Row> table, List<SparkColumn> columns, boolean byValues) {
    List<RowBlock> blocks = blocks(table, columns);
    Map<String, GatheredColumn> gathered = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      gathered.put(columns.get(i).name(), GatheredColumn.of(columns.get(i), blocks, i));
    }
    int[] places = places(blocks);
    return new GatheredRows(
        gathered, byValues ? ordered(places, List.copyOf(gathered.values())) : places);
  }

  private static List<RowBlock> blocks(Dataset<Row> table, List<SparkColumn> columns) {
    Column[] selected = columns.stream().map(SparkColumn::column).toArray(Column[]::new);
    JavaRDD<RowBlock> rows =
        table
            .select(selected)
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitions(new RowGatherer(columns));
    int all = rows.getNumPartitions();
    int atOnce = Math.max(1, rows.context().defaultParallelism());
    List<RowBlock> blocks = new ArrayList<>();
    for (int first = 0; first < all; first += atOnce) {
      int[] next = IntStream.range(first, Math.min(all, first + atOnce)).toArray();
      for (List<RowBlock> partition : rows.collectPartitions(next)) {
        blocks.addAll(partition);
      }
    }
    return blocks;
  }

  private static int[] places(List<RowBlock> blocks) {
    if (blocks.size() > Integer.MAX_VALUE / RowBlock.MOST_ROWS) {
      throw new DataException(
          "the table has more than " + Integer.MAX_VALUE + " rows; ask for fewer with data.query");
    }
    return IntStream.range(0, blocks.size())
        .flatMap(
            block ->
                IntStream.range(0, blocks.get(block).rows())
                    .map(row -> block * RowBlock.MOST_ROWS + row))
        .toArray();
  }

  private static int[] ordered(int[] places, List<GatheredColumn> columns) {
    Comparator<Integer> byValues =
        (place, other) -> {
          int order = 0;
          for (int i = 0; i < columns.size() && order == 0; i++) {
            order = columns.get(i).compare(place, other);
          }
          return order;
        };
    return IntStream.of(places).boxed().sorted(byValues).mapToInt(Integer::intValue).toArray();
  }

  /** How many rows there are. */
  int size() {
    return places.length;
  }

  /** Puts all cells of a column into a sink. */
  void put(String column, CellSink sink) {
    Optional.ofNullable(columns.get(column))
        .orElseThrow(() -> new IllegalArgumentException(column + " was not gathered"))
        .put(places, sink);
  }
}
