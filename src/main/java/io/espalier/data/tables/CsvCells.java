package io.espalier.data.tables;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;

/** Takes the cells of a CSV file line by line; a line's value says nothing but that it is there. */
abstract class CsvCells extends CsvCallbackHandler<Boolean> {
  private long number;
  private int cells;
  private RecordType type = RecordType.DATA;

  /** The number of the line that the last record began on, from 1; 0 before the first. */
  final long number() {
    return number;
  }

  /** How many cells the last record has. */
  final int count() {
    return cells;
  }

  /** A new line begins. */
  abstract void begin();

  /** The next cell of the line, counted from 0. */
  abstract void cell(int index, char[] characters, int from, int length);

  @Override
  protected final RecordType getRecordType() {
    return type;
  }

  @Override
  protected final int getFieldCount() {
    return cells;
  }

  @Override
  protected final void beginRecord(long startingLineNumber) {
    number = startingLineNumber;
    cells = 0;
    type = RecordType.DATA;
    begin();
  }

  @Override
  protected final void addField(char[] characters, int from, int length, boolean quoted) {
    cell(cells++, characters, from, length);
  }

  @Override
  protected final void setComment(char[] characters, int from, int length) {
    type = RecordType.COMMENT;
  }

  @Override
  protected final void setEmpty() {
    type = RecordType.EMPTY;
  }

  @Override
  protected final Boolean buildRecord() {
    return true;
  }
}
