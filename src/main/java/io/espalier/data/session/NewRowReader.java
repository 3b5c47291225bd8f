package io.espalier.data.session;

import io.espalier.data.DataException;
import io.espalier.data.Inputs;
import io.espalier.data.TableEncoding;
import io.espalier.data.TableEncoding.Column;
import io.espalier.data.TableSpec;
import io.espalier.data.tables.TableInputs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.ArrayType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns rows into a model's inputs, in a task; not thread-safe. */
public final class NewRowReader {
  private static final Logger LOG = LoggerFactory.getLogger(NewRowReader.class);

  /** What messages call rows, which have no numbers of their own in a task. */
  private static final String NAME = "a batch of rows";

  private final List<CellPlace> cells;
  private final TableSpec spec;
  private final TableEncoding encoding;
  private final Numbers[] plain;
  private final int[] widths;

  /** Puts a cell's numbers into a target; {@code false} where they are not all there or finite. */
  private interface Numbers {
    boolean put(InternalRow row, float[] target, int at);
  }

  /**
   * The inputs of some rows, to be normalised.
   *
   * @param numbers {@code [rows, inputs]} row by row
   * @param incomplete rows, counted from 0, that lack something and get no prediction
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Read(float[] numbers, Set<Integer> incomplete) {}

  NewRowReader(List<CellPlace> cells, TableSpec spec, TableEncoding encoding) {
    this.cells = cells;
    this.spec = spec;
    this.encoding = encoding;
    widths = encoding.columns().stream().mapToInt(Column::inputs).toArray();
    boolean asTheyStand = encoding.columns().stream().allMatch(Column::asItStands);
    List<Numbers> found = new ArrayList<>();
    for (int i = 0; i < cells.size() && asTheyStand; i++) {
      numbers(cells.get(i), encoding.columns().get(i)).ifPresent(found::add);
    }
    plain = found.size() == cells.size() ? found.toArray(Numbers[]::new) : new Numbers[0];
  }

  private static Optional<Numbers> numbers(CellPlace cell, Column column) {
    return switch (cell.column().form()) {
      case NUMBER -> NumberCell.of(cell.column().type()).map(reader -> number(cell, reader));
      case ARRAY ->
          Optional.of(several(cell, column, ArrayCell.of((ArrayType) cell.column().type())));
      case VECTOR -> Optional.of(several(cell, column, ArrayCell::ofVector));
      case TEXT, DATE, ARRAYS, WORDS, NOTHING -> Optional.empty();
    };
  }

  private static Numbers number(CellPlace cell, NumberCell reader) {
    return (row, target, at) -> {
      InternalRow holder = cell.holder(row);
      if (holder.isNullAt(cell.index())) {
        return false;
      }
      target[at] = (float) reader.of(holder, cell.index());
      return Float.isFinite(target[at]);
    };
  }

  private static Numbers several(CellPlace cell, Column column, ArrayCell reader) {
    return (row, target, at) -> {
      InternalRow holder = cell.holder(row);
      if (holder.isNullAt(cell.index())) {
        return false;
      }
      float[] numbers = reader.of(holder, cell.index());
      if (numbers.length != column.width()) {
        throw new DataException(
            NAME
                + ", column \""
                + column.name()
                + "\": expected "
                + column.width()
                + " numbers, found "
                + numbers.length);
      }
      boolean finite = true;
      for (int i = 0; i < numbers.length; i++) {
        target[at + i] = numbers[i];
        finite &= Float.isFinite(numbers[i]);
      }
      return finite;
    };
  }

  /**
   * Reads rows as those of the training data were read.
   *
   * @param rows at most {@code 4096}
   * @throws DataException in one line, if there is something among them that the model cannot take
   */
  public Read read(List<? extends InternalRow> rows) {
    return straight(rows).orElseGet(() -> byColumns(rows));
  }

  /** Plain finite numbers need no columns of their own; empty where there is anything else. */
  private Optional<Read> straight(List<? extends InternalRow> rows) {
    if (plain.length == 0) {
      return Optional.empty();
    }
    float[] numbers = new float[rows.size() * encoding.inputs()];
    int at = 0;
    for (InternalRow row : rows) {
      for (int i = 0; i < plain.length; i++) {
        if (!plain[i].put(row, numbers, at)) {
          return Optional.empty();
        }
        at += widths[i];
      }
    }
    return Optional.of(new Read(numbers, Set.of()));
  }

  private Read byColumns(List<? extends InternalRow> rows) {
    Map<String, GatheredColumn> columns = new LinkedHashMap<>();
    for (CellPlace cell : cells) {
      CellGatherer gatherer = CellGatherer.of(cell.column());
      rows.forEach(row -> gatherer.add(cell.holder(row), cell.index()));
      RowBlock block = new RowBlock(rows.size(), List.of(gatherer.cells()));
      columns.put(cell.column().name(), GatheredColumn.of(cell.column(), List.of(block), 0));
    }
    GatheredRows gathered = new GatheredRows(columns, IntStream.range(0, rows.size()).toArray());
    RowBatch batch = new RowBatch(NAME, cells.stream().map(CellPlace::column).toList(), gathered);
    Inputs inputs = TableInputs.read(List.of(batch), spec, encoding, LOG::debug);
    float[] numbers = new float[inputs.features().length()];
    inputs.features().copy(0, numbers, 0, numbers.length);
    return new Read(numbers, Set.copyOf(inputs.incomplete()));
  }
}
