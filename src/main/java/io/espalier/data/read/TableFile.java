package io.espalier.data.read;

import java.util.List;
import java.util.function.Consumer;

/** One file of a table. */
interface TableFile {
  /** The file as a person names it. */
  String name();

  /** Its columns, in the order of the file. */
  List<String> header();

  /** Hands over every row, in the order of the file, with the wanted columns only. */
  void rows(List<String> wanted, Consumer<Row> visitor);
}
