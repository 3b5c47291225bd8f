package io.espalier.data.tables;

import java.util.Map;

/** One file of a table, or anything else that has columns with names and rows of cells. */
public interface TableFile {
  /** What a person calls it. */
  String name();

  /** Its columns. */
  TableHeader header();

  /**
   * Puts every cell of the wanted columns into its sink, each column in the order of the rows. A
   * file may do so row by row, column by column, or several columns at once on several threads; a
   * sink is called by one thread at a time.
   *
   * @param wanted column → its sink; all are columns of this file
   * @return how many rows there are; as many cells went into each sink
   * @throws io.espalier.data.DataException in one line, if the file is damaged
   */
  int read(Map<String, CellSink> wanted);
}
