package io.espalier.data.read;

import io.espalier.data.files.Joined;
import io.espalier.data.files.Numbers;
import java.util.ArrayList;
import java.util.List;

/** The files of a TU set that have one row for each node or graph and one or more columns. */
final class TuColumns {
  private TuColumns() {}

  /**
   * Labels of nodes, whole numbers.
   *
   * @param because why there must be so many rows
   */
  static TuSet.NodeLabels labels(TextFile file, int nodes, String because) {
    int[][] values = {{}};
    int width =
        CellRows.read(
            file,
            "labels",
            nodes,
            because,
            (row, cells) -> {
              if (row == 1) {
                values[0] = new int[Joined.length((long) nodes * cells.length, file.shortName())];
              }
              for (int i = 0; i < cells.length; i++) {
                values[0][(row - 1) * cells.length + i] =
                    RowNumbers.whole(file, row, cells[i], "the label of a node");
              }
            });
    return new TuSet.NodeLabels(file, values[0], width);
  }

  /**
   * Attributes of nodes or graphs. A column with a cell that is no finite number is listed, with
   * the first such cell; what stands there is NaN.
   *
   * @param because why there must be so many rows
   */
  static TuSet.Attributes attributes(TextFile file, int rows, String because) {
    float[][] values = {{}};
    List<TuSet.NoNumber> noNumbers = new ArrayList<>();
    int width =
        CellRows.read(
            file,
            "numbers",
            rows,
            because,
            (row, cells) -> {
              if (row == 1) {
                values[0] = new float[Joined.length((long) rows * cells.length, file.shortName())];
              }
              for (int i = 0; i < cells.length; i++) {
                float number = Numbers.finite(cells[i]);
                values[0][(row - 1) * cells.length + i] = number;
                if (Float.isNaN(number)) {
                  note(noNumbers, new TuSet.NoNumber(i + 1, row, cells[i]));
                }
              }
            });
    return new TuSet.Attributes(file, values[0], width, noNumbers);
  }

  private static void note(List<TuSet.NoNumber> noNumbers, TuSet.NoNumber found) {
    if (noNumbers.stream().noneMatch(known -> known.column() == found.column())) {
      noNumbers.add(found);
    }
  }
}
