package io.espalier.data.tables;

import java.util.List;

/**
 * What a file says of its columns before its rows are read.
 *
 * @param names all different, in the order of the file
 * @param unnamed those of the names that were made up, where the file has none
 * @param rowIndexes columns that only count rows, as the file itself says
 * @param notices what a user should know, a line each
 */
public record TableHeader(
    List<String> names, List<String> unnamed, List<String> rowIndexes, List<String> notices) {
  public TableHeader {
    names = List.copyOf(names);
    unnamed = List.copyOf(unnamed);
    rowIndexes = List.copyOf(rowIndexes);
    notices = List.copyOf(notices);
  }

  /** Columns of which nothing more is known than their names. */
  public static TableHeader of(List<String> names) {
    return new TableHeader(names, List.of(), List.of(), List.of());
  }
}
