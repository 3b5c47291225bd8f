package io.espalier.data.tables;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The cells of one column of a CSV file as they are written, without blanks at their ends. */
public final class TextCells implements CellSink {
  private final List<String> cells = new ArrayList<>();

  /** All that came so far, in the order of the rows; a view. */
  public List<String> cells() {
    return Collections.unmodifiableList(cells);
  }

  @Override
  public void hole() {
    cells.add("");
  }

  @Override
  public void text(char[] characters, int from, int length) {
    cells.add(new String(characters, from, length).strip());
  }

  @Override
  public void number(double value) {
    throw new IllegalStateException("a CSV file has no numbers, only text");
  }

  @Override
  public void date(double days) {
    throw new IllegalStateException("a CSV file has no dates, only text");
  }

  @Override
  public void vector(double[] values) {
    throw new IllegalStateException("a CSV file has no arrays, only text");
  }

  @Override
  public void arrays(double[][] values) {
    throw new IllegalStateException("a CSV file has no arrays, only text");
  }

  @Override
  public void words(String[] texts) {
    throw new IllegalStateException("a CSV file has no arrays, only text");
  }
}
