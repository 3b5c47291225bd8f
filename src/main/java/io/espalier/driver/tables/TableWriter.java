package io.espalier.driver.tables;

import io.espalier.driver.journal.Folder;
import io.espalier.driver.journal.PlainFiles;
import io.espalier.search.history.History;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;

/**
 * Writes a run's tables from its history: {@code <run>/tables/trials}, {@code epochs}, {@code
 * retrained}, {@code classes}, {@code confusion}, {@code decisions}, {@code confirmations} and
 * {@code best}. Finished trials only. One writer per run at a time; not safe for use by several
 * threads at once.
 */
public final class TableWriter {
  private final Folder run;
  private final Folder tables;
  private final Map<String, TableFolder> folders = new TreeMap<>();

  /**
   * A writer that knows nothing of what is on disk: its first write replaces all tables.
   *
   * @param run the run's folder, a local path or Hadoop URI
   */
  public TableWriter(String run, Configuration hadoop) {
    // Parquet has checksums of its own; the .crc files of Hadoop's local file system only confuse.
    this.run = Folder.of(run, PlainFiles.settings(hadoop));
    this.tables = this.run.child("tables");
  }

  /**
   * Adds trials, epochs, decisions and retrained models that are new since the last call, as
   * further files.
   *
   * @throws TableException if a table cannot be written; calling again mends it
   */
  public void refresh(History history) {
    refreshing(history).run();
  }

  /**
   * What {@link #refresh} does, for the history as it stands now: to be run once, before anything
   * else is asked of this writer, perhaps by another thread while the history goes on. Cheap.
   */
  public Runnable refreshing(History history) {
    Recorded now = Recorded.of(history);
    return () -> all(now).forEach(table -> write(table, false));
  }

  /**
   * Makes every table of a run that has come to its end one file, sorted by trial.
   *
   * @throws TableException if a table cannot be written; calling again mends it
   */
  public void compact(History history) {
    all(Recorded.ended(history)).forEach(table -> write(table, true));
  }

  /** Whether every table is there. */
  public boolean complete() {
    try {
      for (String name : RunTables.NAMES) {
        if (!TableFolder.exists(run, name)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new TableException(tables.text() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** All tables as they stand. */
  static List<Table<?>> all(Recorded recorded) {
    return List.of(
        TrialTable.of(recorded),
        EpochTable.of(recorded),
        RetrainedTable.of(recorded),
        ClassTables.classes(recorded),
        ClassTables.confusion(recorded),
        DecisionTable.of(recorded),
        ConfirmationTable.of(recorded),
        BestTable.of(recorded));
  }

  private void write(Table<?> table, boolean asOne) {
    try {
      TableFolder folder = folders.get(table.name());
      if (folder == null) {
        folder = new TableFolder(tables, table.name());
      }
      folders.remove(table.name());
      if (asOne) {
        folder.compact(table);
      } else {
        folder.refresh(table);
      }
      folders.put(table.name(), folder);
    } catch (IOException | FSError e) { // the error of a full disk, of Hadoop's local file system
      throw new TableException(
          tables.child(table.name()).text() + " cannot be written: " + e.getMessage(), e);
    }
  }
}
