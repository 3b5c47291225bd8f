package io.espalier.driver.tables;

import io.espalier.driver.journal.Folder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.MessageType;

/**
 * One table on disk: {@code tables/<name>/part-00001.parquet} and so on. Parts appear whole. A
 * table is replaced by exchanging its folder: {@code .<name>.new} is written, the table becomes
 * {@code .<name>.old}, the new one takes its name. Between the two renames the table is missing,
 * never empty or half there; if the process ends just then, the next write completes the exchange.
 */
final class TableFolder {
  private final Path table;
  private final Path fresh;
  private final Path former;
  private final FileSystem files;
  private int parts;
  private int sources = -1;
  private MessageType schema = new MessageType("none");

  TableFolder(Folder tables, String name) throws IOException {
    this.table = new Path(tables.path(), name);
    this.fresh = new Path(tables.path(), "." + name + ".new");
    this.former = new Path(tables.path(), "." + name + ".old");
    this.files = tables.fileSystem();
  }

  /** Adds what is new since the last write; writes all where that is not known or does not fit. */
  void refresh(Table<?> now) throws IOException {
    if (sources < 0 || !schema.equals(now.schema())) {
      replace(now);
    } else if (now.sources() > sources) {
      append(now);
    }
  }

  /** Makes it one sorted file, with what only the end of a run tells. */
  void compact(Table<?> now) throws IOException {
    boolean more = now.columns().stream().anyMatch(TableColumn::late);
    if (more || parts != 1 || sources != now.sources() || !schema.equals(now.schema())) {
      replace(now);
    }
  }

  private void append(Table<?> now) throws IOException {
    Path hidden = new Path(table, "." + part(parts + 1) + ".tmp");
    ParquetPart.write(hidden, files.getConf(), now, sources);
    move(hidden, new Path(table, part(parts + 1)));
    written(now, parts + 1);
  }

  private void replace(Table<?> now) throws IOException {
    repair();
    files.delete(fresh, true);
    ParquetPart.write(new Path(fresh, part(1)), files.getConf(), now, 0);
    if (files.exists(table)) {
      move(table, former);
    }
    move(fresh, table);
    files.delete(former, true);
    written(now, 1);
  }

  /** Completes an exchange that a crash interrupted. */
  private void repair() throws IOException {
    if (!files.exists(table) && files.exists(former)) {
      move(files.exists(fresh) ? fresh : former, table);
    }
    files.delete(former, true);
  }

  private void written(Table<?> now, int newParts) {
    parts = newParts;
    sources = now.sources();
    schema = now.schema();
  }

  private void move(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
  }

  private static String part(int number) {
    return String.format(Locale.ROOT, "part-%05d.parquet", number);
  }

  /** Whether a run's folder holds this table. */
  static boolean exists(Folder run, String name) throws IOException {
    Path table = run.child("tables").child(name).path();
    try {
      return Arrays.stream(run.fileSystem().listStatus(table))
          .map(FileStatus::getPath)
          .anyMatch(file -> file.getName().endsWith(".parquet"));
    } catch (FileNotFoundException e) {
      return false;
    }
  }
}
