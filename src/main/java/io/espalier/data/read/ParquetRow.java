package io.espalier.data.read;

import io.espalier.data.DataException;
import org.apache.parquet.example.data.Group;

/** A row of a Parquet file, numbered from 1. */
@SuppressWarnings("ArrayRecordComponent")
record ParquetRow(String file, ParquetCell[] cells, Group group, long row) implements Row {
  @Override
  public String text(int column) {
    present(column);
    String text = cells[column].text(group).strip();
    if (text.isEmpty()) {
      throw damage(column, "a value", "an empty text");
    }
    return text;
  }

  @Override
  public boolean isNumber(int column) {
    present(column);
    return cells[column].kind() != ParquetCell.Kind.TEXT;
  }

  @Override
  public float number(int column) {
    present(column);
    if (cells[column].kind() == ParquetCell.Kind.TEXT) {
      throw damage(column, "a finite number", "\"" + cells[column].text(group) + "\"");
    }
    double exact = cells[column].number(group);
    float number = (float) exact;
    if (!Float.isFinite(number)) {
      throw damage(column, "a finite number", Double.toString(exact));
    }
    return number;
  }

  private void present(int column) {
    if (cells[column].missing(group)) {
      throw damage(column, "a value", "null");
    }
  }

  @Override
  public DataException damage(int column, String expected, String found) {
    return new DataException(
        file
            + ": row "
            + row
            + ", column \""
            + cells[column].column()
            + "\": expected "
            + expected
            + ", found "
            + found);
  }

  @Override
  public String name() {
    return file + " row " + row;
  }
}
