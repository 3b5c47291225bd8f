package io.espalier.data.tables;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where rows come from.
 *
 * @param files what they are called, in the order of their rows
 * @param firstRow the first row of each among all that were read, ascending from 0
 * @param kept which of those that were read are still there, ascending; empty for all
 */
@SuppressWarnings("ArrayRecordComponent")
public record RowNames(List<String> files, int[] firstRow, int[] kept) {
  public RowNames {
    files = List.copyOf(files);
    if (files.size() != firstRow.length) {
      throw new IllegalArgumentException(
          files.size() + " files have " + firstRow.length + " first rows");
    }
  }

  /** A row, counted from 0, as a person finds it: file and number from 1, without a header. */
  public String text(int row) {
    int read = kept.length == 0 ? row : kept[row];
    int file = file(read);
    return files.get(file) + " row " + (read - firstRow[file] + 1);
  }

  /** The last file that begins at the row or before it; empty ones begin where the next does. */
  private int file(int row) {
    return IntStream.iterate(firstRow.length - 1, i -> i - 1)
        .limit(firstRow.length)
        .filter(i -> firstRow[i] <= row)
        .findFirst()
        .orElse(0);
  }

  /** The names of some of the rows. */
  RowNames of(int[] rows) {
    int[] read =
        kept.length == 0 ? rows.clone() : IntStream.of(rows).map(row -> kept[row]).toArray();
    return new RowNames(files, firstRow, read);
  }

  /** Whether a row is the first of its file, before any is left out. */
  boolean startsFile(int row) {
    return Arrays.binarySearch(firstRow, row) >= 0;
  }
}
