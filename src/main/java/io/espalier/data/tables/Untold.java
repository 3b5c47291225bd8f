package io.espalier.data.tables;

import io.espalier.data.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Columns that nobody named and that only the program that wrote the file put there. */
final class Untold {
  private Untold() {}

  static String rowIndex(String column) {
    return "column \""
        + column
        + "\" only counts or names the rows, as pandas writes it, and is left out; to keep it name"
        + " it in data.features";
  }

  /**
   * The rows without a first column that only counts them, and without columns without a name and
   * cells; both are told. A column that features name stays.
   */
  static TableRows leftOut(
      TableRows rows, TableHeader header, TableSpec spec, Consumer<String> notices) {
    List<RawColumn> kept = new ArrayList<>();
    for (RawColumn column : rows.features()) {
      String name = column.name();
      boolean unnamed = header.unnamed().contains(name) && !spec.features().contains(name);
      if (unnamed && column.holes() == rows.rows()) {
        notices.accept(
            "column \""
                + name
                + "\" has neither a name nor a cell (lines end in a separator) and"
                + " is left out");
      } else if (unnamed && name.equals(header.names().get(0)) && counts(column, rows.names())) {
        notices.accept(rowIndex(name));
      } else {
        kept.add(column);
      }
    }
    return new TableRows(kept, rows.labels(), rows.testRows(), rows.rows(), rows.names());
  }

  /** Whether a column holds 0, 1, 2, … in each file, or in all of them together. */
  private static boolean counts(RawColumn column, RowNames names) {
    if (!(column instanceof RawColumn.Numbers numbers)) {
      return false;
    }
    float[] values = numbers.values();
    for (int row = 0; row < values.length; row++) {
      boolean first = names.startsFile(row) && values[row] == 0;
      if (!first && values[row] != (row == 0 ? 0 : values[row - 1] + 1)) {
        return false;
      }
    }
    return true;
  }
}
