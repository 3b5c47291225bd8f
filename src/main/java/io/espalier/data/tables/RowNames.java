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
 * @param sequences what rows are called that are sequences, one each; empty where rows have numbers
 */
@SuppressWarnings("ArrayRecordComponent")
public record RowNames(List<String> files, int[] firstRow, int[] kept, List<String> sequences) {
  public RowNames {
    files = List.copyOf(files);
    sequences = List.copyOf(sequences);
    if (files.size() != firstRow.length) {
      throw new IllegalArgumentException(
          files.size() + " files have " + firstRow.length + " first rows");
    }
  }

  /** Rows that have numbers. */
  public RowNames(List<String> files, int[] firstRow, int[] kept) {
    this(files, firstRow, kept, List.of());
  }

  /** The same rows, which are sequences. */
  RowNames withSequences(List<String> names) {
    return new RowNames(files, firstRow, kept, names);
  }

  /**
   * A row, counted from 0, as a person finds it: file and number from 1, without a header; of a
   * sequence the file in which it begins, and its name.
   */
  public String text(int row) {
    int read = kept.length == 0 ? row : kept[row];
    int file = file(read);
    return sequences.isEmpty()
        ? files.get(file) + " row " + (read - firstRow[file] + 1)
        : files.get(file) + " sequence " + sequences.get(row);
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
    List<String> named =
        sequences.isEmpty() ? sequences : IntStream.of(rows).mapToObj(sequences::get).toList();
    return new RowNames(files, firstRow, read, named);
  }

  /** Whether a row is the first of its file, before any is left out. */
  boolean startsFile(int row) {
    return Arrays.binarySearch(firstRow, row) >= 0;
  }
}
