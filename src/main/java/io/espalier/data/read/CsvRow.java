package io.espalier.data.read;

import io.espalier.data.DataException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.csv.CSVRecord;

/** A row of a CSV file; its line is the one it ends on. */
@SuppressWarnings("ArrayRecordComponent")
record CsvRow(String file, List<String> wanted, int[] positions, CSVRecord record, long line)
    implements Row {
  private static final Set<String> MISSING = Set.of("", "na", "n/a", "null", "none", "?");
  private static final Set<String> NOT_FINITE =
      Set.of("nan", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity");

  @Override
  public String text(int column) {
    String cell = record.get(positions[column]).strip();
    if (MISSING.contains(cell.toLowerCase(Locale.ROOT))) {
      throw damage(
          column,
          "a value",
          cell.isEmpty() ? "an empty cell" : "the missing value \"" + cell + "\"");
    }
    return cell;
  }

  @Override
  public boolean isNumber(int column) {
    return Numbers.isNumber(text(column)) || notFinite(text(column));
  }

  @Override
  public float number(int column) {
    String cell = text(column);
    float number = Numbers.isNumber(cell) ? Float.parseFloat(cell) : Float.NaN;
    if (!Float.isFinite(number)) {
      throw damage(column, "a finite number", "\"" + cell + "\"");
    }
    return number;
  }

  private static boolean notFinite(String cell) {
    return NOT_FINITE.contains(cell.toLowerCase(Locale.ROOT));
  }

  @Override
  public DataException damage(int column, String expected, String found) {
    return new DataException(
        file
            + ": line "
            + line
            + " (row "
            + (record.getRecordNumber() - 1)
            + "), column \""
            + wanted.get(column)
            + "\": expected "
            + expected
            + ", found "
            + found);
  }

  @Override
  public String name() {
    return file + " row " + (record.getRecordNumber() - 1);
  }
}
