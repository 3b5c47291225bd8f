package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.hadoop.fs.Path;

/** Opens the files of a table and finds columns in them. */
final class Tables {
  private static final Pattern CSV_NAME = Pattern.compile(".*\\.(csv|tsv|txt)(\\.gz)?");
  private static final int MOST_NAMES_SHOWN = 20;

  private final DataFiles files;

  Tables(DataFiles files) {
    this.files = files;
  }

  /** The table's files by name; all have the same header. */
  List<TableFile> open(DataSource.Table.Format format, String path, char separator) {
    List<TableFile> tables =
        switch (format) {
          case CSV ->
              files.files(path, Tables::isCsv, "CSV file").stream()
                  .map(p -> (TableFile) new CsvFile(files, p, separator))
                  .toList();
          case PARQUET ->
              files.files(path, Tables::isParquet, "Parquet file").stream()
                  .map(this::parquet)
                  .toList();
        };
    TableFile first = tables.get(0);
    for (TableFile table : tables) {
      sameHeader(first, table);
    }
    return tables;
  }

  private TableFile parquet(Path path) {
    return new ParquetTable(files.hadoop(), path);
  }

  private static boolean isCsv(String name) {
    return CSV_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  private static boolean isParquet(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".parquet");
  }

  static void sameHeader(TableFile expected, TableFile found) {
    if (!expected.header().equals(found.header())) {
      throw new DataException(
          found.name()
              + ": expected the columns of "
              + expected.name()
              + " ("
              + shown(expected.header())
              + "), found "
              + shown(found.header()));
    }
  }

  /** Refuses a column the table does not have, with the nearest that it has. */
  static void require(TableFile table, String column) {
    if (!table.header().contains(column)) {
      String nearest =
          table.header().stream()
              .min(
                  java.util.Comparator.comparingInt(
                      name -> LevenshteinDistance.getDefaultInstance().apply(name, column)))
              .orElse("");
      throw new DataException(
          table.name()
              + ": no column \""
              + column
              + "\"; did you mean \""
              + nearest
              + "\"? There are "
              + shown(table.header()));
    }
  }

  static String shown(List<String> names) {
    String head = String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES_SHOWN)));
    return names.size() > MOST_NAMES_SHOWN ? head + ", … (" + names.size() + " in all)" : head;
  }
}
