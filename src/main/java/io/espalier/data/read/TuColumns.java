package io.espalier.data.read;

import java.util.regex.Pattern;

/** The numbers of a file with the attributes of one node in each row. */
final class AttributeRows {
  private static final Pattern BETWEEN = Pattern.compile("\\s*,\\s*|\\s+");

  private final TextFile file;
  private final int nodes;
  private float[] values = {};
  private int width;

  private AttributeRows(TextFile file, int nodes) {
    this.file = file;
    this.nodes = nodes;
  }

  /**
   * Reads the file.
   *
   * @param because why it must have so many rows
   */
  static TuSet.Attributes read(TextFile file, int nodes, String because) {
    AttributeRows rows = new AttributeRows(file, nodes);
    int[] found = {0};
    file.rows(
        (row, text) -> {
          RowNumbers.requireRow(file, row, nodes, because);
          rows.add(row, BETWEEN.split(text, -1));
          found[0] = row;
        });
    RowNumbers.requireEnd(file, found[0], nodes, because);
    return new TuSet.Attributes(file, rows.values, rows.width);
  }

  private void add(int row, String[] cells) {
    if (row == 1) {
      width = cells.length;
      values = new float[Joined.length((long) nodes * width, file.shortName())];
    }
    if (cells.length != width) {
      throw file.damage(row, width + " numbers as in row 1", Integer.toString(cells.length));
    }
    for (int i = 0; i < width; i++) {
      values[(row - 1) * width + i] = RowNumbers.real(file, row, cells[i]);
    }
  }
}
