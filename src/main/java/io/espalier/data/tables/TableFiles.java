package io.espalier.data.tables;

import io.espalier.data.CsvForm;
import io.espalier.data.DataSource.Table.Format;
import io.espalier.data.files.DataFiles;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/** Opens the files of a table. */
public final class TableFiles {
  private static final Pattern CSV_NAME =
      Pattern.compile(".*\\.(csv|tsv|txt|data|dat)(\\.(gz|bz2|zst|lz4|snappy|deflate))?");

  private final DataFiles files;

  /** Files as the given configuration finds them. */
  public TableFiles(Configuration hadoop) {
    this.files = new DataFiles(hadoop);
  }

  /**
   * The files of a table, by name.
   *
   * @param path a file, a folder or a glob
   * @throws io.espalier.data.DataException in one line, if there are none or one has no header
   */
  public List<TableFile> open(Format format, String path, CsvForm csv) {
    return switch (format) {
      case CSV ->
          files.files(path, TableFiles::isCsv, "CSV file").stream()
              .map(p -> (TableFile) new CsvTable(files, p, csv))
              .toList();
      case PARQUET ->
          files.files(path, TableFiles::isParquet, "Parquet file").stream()
              .map(p -> (TableFile) new ParquetTable(files.hadoop(), p))
              .toList();
    };
  }

  private static boolean isCsv(String name) {
    return CSV_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  private static boolean isParquet(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".parquet");
  }
}
