package io.espalier.data.tables;

import java.util.List;

/**
 * A table as it was read: the columns that may become inputs, and those to predict. Rows to learn
 * from come first, then those of the source's own test part.
 *
 * @param features in the order in which inputs are made of them
 * @param labels the columns to predict; empty if nobody asked for any, or new data have none
 * @param testRows how many of the last rows are the test part
 * @param rows how many there are in all
 */
public record TableRows(
    List<RawColumn> features, List<RawColumn> labels, int testRows, int rows, RowNames names) {
  public TableRows {
    features = List.copyOf(features);
    labels = List.copyOf(labels);
    for (RawColumn column : features) {
      if (column.rows() != rows) {
        throw new IllegalArgumentException(
            column.name() + " has " + column.rows() + " cells in " + rows + " rows");
      }
    }
    if (testRows < 0 || testRows > rows) {
      throw new IllegalArgumentException(testRows + " of " + rows + " rows for the test");
    }
  }

  /** How many rows there are to learn from. */
  public int toLearnFrom() {
    return rows - testRows;
  }
}
