package io.espalier.data.tables;

import io.espalier.data.DataException;
import io.espalier.data.Missing.Policy;
import io.espalier.data.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Refuses or leaves out rows with holes, as the specification says. */
public final class HoleRows {
  private static final int MOST_COLUMNS_SHOWN = 10;

  private final TableSpec spec;
  private final Consumer<String> notices;

  /**
   * Rows are treated as the specification says.
   *
   * @param notices takes how many rows are left out, and why
   */
  public HoleRows(TableSpec spec, Consumer<String> notices) {
    this.spec = spec;
    this.notices = notices;
  }

  /**
   * The rows that are used, of all parts.
   *
   * @throws DataException if a row has a hole that nobody says what to do with
   */
  public TableRows settle(TableRows rows) {
    TableRows labelled = labelled(rows);
    refuse(labelled);
    return complete(labelled);
  }

  private TableRows labelled(TableRows rows) {
    boolean[] out = rowsWithHoles(rows.labels(), rows.rows());
    int count = count(out);
    if (count == 0) {
      return rows;
    }
    String found =
        count + " of " + rows.rows() + " rows have no label (" + columns(rows.labels()) + ")";
    if (!spec.dropUnlabelled()) {
      throw new DataException(
          "expected a label in every row, found that "
              + found
              + ", the first is "
              + rows.names().text(first(out))
              + "; to leave them out set data.missing-label = drop");
    }
    return without(rows, out, found);
  }

  private void refuse(TableRows rows) {
    List<RawColumn> refused = withPolicy(rows, Policy.REFUSE);
    boolean[] out = rowsWithHoles(refused, rows.rows());
    if (count(out) == 0) {
      return;
    }
    throw new DataException(
        "expected a value in every cell, found holes in "
            + count(out)
            + " of "
            + rows.rows()
            + " rows ("
            + columns(refused)
            + "), the first is "
            + rows.names().text(first(out))
            + ways(refused));
  }

  /** What can be done about holes; nothing fills a sequence. */
  private static String ways(List<RawColumn> columns) {
    List<RawColumn> holed = columns.stream().filter(column -> column.holes() > 0).toList();
    if (holed.stream().anyMatch(RawColumn.Stepped.class::isInstance)) {
      return "; to leave the rows out set data.missing = drop";
    }
    boolean text = holed.stream().allMatch(RawColumn.Texts.class::isInstance);
    return "; to fill them set data.missing = "
        + (text ? "category" : "median")
        + ", to leave the rows out data.missing = drop";
  }

  private TableRows complete(TableRows rows) {
    List<RawColumn> dropping = withPolicy(rows, Policy.DROP);
    boolean[] out = rowsWithHoles(dropping, rows.rows());
    int count = count(out);
    return count == 0
        ? rows
        : without(
            rows,
            out,
            count + " of " + rows.rows() + " rows have holes (" + columns(dropping) + ")");
  }

  /** The columns of a policy; one without a single value is left out anyway. */
  private List<RawColumn> withPolicy(TableRows rows, Policy policy) {
    return rows.features().stream()
        .filter(column -> ColumnChoice.rules(spec, column.name()).missing().policy() == policy)
        .filter(column -> column.holes() < rows.rows())
        .toList();
  }

  private static boolean[] rowsWithHoles(List<RawColumn> columns, int rows) {
    boolean[] holes = new boolean[rows];
    for (RawColumn column : columns) {
      for (int row = 0; row < rows; row++) {
        holes[row] |= column.isHole(row);
      }
    }
    return holes;
  }

  private static int count(boolean[] rows) {
    return (int) IntStream.range(0, rows.length).filter(row -> rows[row]).count();
  }

  private static int first(boolean[] rows) {
    return IntStream.range(0, rows.length).filter(row -> rows[row]).findFirst().orElse(0);
  }

  /** The columns with holes, and how many each has. */
  private static String columns(List<RawColumn> columns) {
    List<String> shown = new ArrayList<>();
    int more = 0;
    for (RawColumn column : columns) {
      int holes = column.holes();
      if (holes > 0 && shown.size() < MOST_COLUMNS_SHOWN) {
        shown.add("column \"" + column.name() + "\": " + holes);
      } else {
        more += holes > 0 ? 1 : 0;
      }
    }
    return String.join(", ", shown) + (more > 0 ? " and " + more + " columns more" : "");
  }

  private TableRows without(TableRows rows, boolean[] out, String found) {
    int[] kept = IntStream.range(0, rows.rows()).filter(row -> !out[row]).toArray();
    int learned = (int) IntStream.of(kept).filter(row -> row < rows.toLearnFrom()).count();
    if (learned == 0) {
      throw new DataException(found + " and are left out; no row is left to learn from");
    }
    int lostTests = rows.testRows() - (kept.length - learned);
    notices.accept(
        found
            + " and are left out"
            + (lostTests > 0 ? ", " + lostTests + " of them of the test part" : ""));
    return new TableRows(
        rows.features().stream().map(column -> column.kept(kept)).toList(),
        rows.labels().stream().map(column -> column.kept(kept)).toList(),
        kept.length - learned,
        kept.length,
        rows.names().of(kept));
  }
}
