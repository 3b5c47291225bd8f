package io.espalier.data.session;

import io.espalier.data.DataException;
import io.espalier.data.TableEncoding;
import io.espalier.data.TableEncoding.Column;
import io.espalier.data.TableEncoding.Kind;
import io.espalier.data.TableSpec;
import io.espalier.data.tables.ColumnChoice;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructType;

/** Which cells of a session's rows a model takes, and what becomes of them; travels to tasks. */
public final class NewRows implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String NAME = "the rows";

  private final CellPlace[] cells;
  private final TableSpec spec;
  private final TableEncoding encoding;

  private NewRows(CellPlace[] cells, TableSpec spec, TableEncoding encoding) {
    this.cells = cells;
    this.spec = spec;
    this.encoding = encoding;
  }

  /**
   * Finds the columns that a model takes.
   *
   * @param schema of the rows
   * @param spec of the table that the model was trained on
   * @param encoding what its columns became
   * @throws DataException in one line, if a column is not there or cannot be taken
   */
  public static NewRows of(StructType schema, TableSpec spec, TableEncoding encoding) {
    List<SparkColumn> columns = SparkColumn.of(schema);
    RowBatch there = new RowBatch(NAME, columns, new GatheredRows(Map.of(), new int[0]));
    List<CellPlace> cells = new ArrayList<>();
    for (Column wanted : encoding.columns()) {
      ColumnChoice.require(there, wanted.name());
      SparkColumn column =
          columns.stream()
              .filter(one -> one.name().equals(wanted.name()))
              .findFirst()
              .orElseThrow();
      require(wanted, column);
      cells.add(CellPlace.of(schema, column));
    }
    return new NewRows(cells.toArray(CellPlace[]::new), spec, encoding);
  }

  private static void require(Column wanted, SparkColumn column) {
    column.require(NAME);
    if (wanted.kind().ofSteps()) {
      return; // in texts or arrays
    }
    boolean several =
        switch (column.form()) {
          case ARRAY, VECTOR, ARRAYS, WORDS -> true;
          case NUMBER, TEXT, DATE, NOTHING -> false;
        };
    if (several != (wanted.kind() == Kind.VECTOR)) {
      throw new DataException(
          NAME
              + ": column \""
              + wanted.name()
              + "\": expected "
              + (several ? "single values" : "arrays or vectors of " + wanted.width() + " numbers")
              + ", found "
              + column.type().catalogString());
    }
  }

  /** What reads rows, in a task. */
  public NewRowReader reader() {
    return new NewRowReader(List.of(cells), spec, encoding);
  }
}
