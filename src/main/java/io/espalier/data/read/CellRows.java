package io.espalier.data.read;

import java.util.regex.Pattern;

/** Files whose rows all have as many cells, with commas between them, blanks or both. */
final class CellRows {
  private static final Pattern BETWEEN = Pattern.compile("\\s*,\\s*|\\s+");

  private CellRows() {}

  /** Takes the cells of a row. */
  interface Visitor {
    void row(int row, String[] cells);
  }

  /**
   * Hands over every row.
   *
   * @param what a cell is, {@code numbers}
   * @param rows how many the file must have
   * @param because why it must, {@code X.txt has 3 nodes}
   * @return how many cells each row has; 0 if there are no rows
   */
  static int read(TextFile file, String what, int rows, String because, Visitor visitor) {
    int[] found = {0};
    int[] width = {0};
    file.rows(
        (row, text) -> {
          RowNumbers.requireRow(file, row, rows, because);
          String[] cells = BETWEEN.split(text, -1);
          if (row == 1) {
            width[0] = cells.length;
          } else if (cells.length != width[0]) {
            throw file.damage(
                row, width[0] + " " + what + " as in row 1", Integer.toString(cells.length));
          }
          visitor.row(row, cells);
          found[0] = row;
        });
    RowNumbers.requireEnd(file, found[0], rows, because);
    return width[0];
  }
}
