package io.espalier.data.session;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Turns the rows of a partition into blocks, in a task: a row of its own for each would take ten
 * times as much memory.
 *
 * @param columns of each row, in order
 */
record RowGatherer(List<SparkColumn> columns)
    implements FlatMapFunction<Iterator<InternalRow>, RowBlock> {
  RowGatherer {
    columns = List.copyOf(columns);
  }

  @Override
  public Iterator<RowBlock> call(Iterator<InternalRow> rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public RowBlock next() {
        return block(rows);
      }
    };
  }

  private RowBlock block(Iterator<InternalRow> rows) {
    List<CellGatherer> gatherers = columns.stream().map(CellGatherer::of).toList();
    int count = 0;
    while (count < RowBlock.MOST_ROWS && rows.hasNext()) {
      InternalRow row = rows.next();
      for (int i = 0; i < gatherers.size(); i++) {
        gatherers.get(i).add(row, i);
      }
      count++;
    }
    return new RowBlock(count, gatherers.stream().map(CellGatherer::cells).toList());
  }
}
