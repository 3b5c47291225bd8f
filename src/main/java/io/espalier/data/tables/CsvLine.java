package io.espalier.data.tables;

import java.util.List;
import java.util.Optional;

/** Hands the cells of each line to the sinks of their columns. */
final class CsvLine extends CsvCells {
  private final CellSink[] sinks;
  private final int[] columns;
  private boolean ignored;
  private boolean restEmpty;

  /** A line of as many columns as there are sinks; where there is none, cells are passed over. */
  CsvLine(List<Optional<CellSink>> sinks) {
    this.sinks = sinks.stream().flatMap(Optional::stream).toArray(CellSink[]::new);
    this.columns = new int[sinks.size()];
    int next = 0;
    for (int i = 0; i < columns.length; i++) {
      columns[i] = sinks.get(i).isPresent() ? next++ : -1;
    }
  }

  /** Whether the next lines are no rows. */
  void ignore(boolean whether) {
    ignored = whether;
  }

  int cells() {
    return count();
  }

  /** Whether what the last line has too much is one empty cell at its end. */
  boolean endsInSeparator() {
    return count() == columns.length + 1 && restEmpty;
  }

  @Override
  void begin() {
    restEmpty = true;
  }

  @Override
  void cell(int index, char[] characters, int from, int length) {
    if (ignored) {
      return;
    }
    if (index >= columns.length) {
      restEmpty &= length == 0;
    } else if (columns[index] >= 0) {
      sinks[columns[index]].text(characters, from, length);
    }
  }
}
