package io.espalier.driver.run;

import io.espalier.driver.journal.Journal;
import io.espalier.driver.tables.TableWriter;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import java.util.ArrayList;
import java.util.List;

/**
 * A run's journal, its history and its tables, kept in step: an event goes to the journal first,
 * then to the history; tables follow at leisure, at most every {@link #REFRESH_MILLIS}.
 */
final class RunRecord implements AutoCloseable {
  private static final long REFRESH_MILLIS = 30_000;

  private static final int BATCH = 1_000;

  private final Journal journal;
  private final History history;
  private final TableWriter tables;
  private final List<Event> staged = new ArrayList<>();
  private long refreshedAtMillis;

  RunRecord(Journal journal, TableWriter tables) {
    this.journal = journal;
    this.history = History.of(journal.events());
    this.tables = tables;
  }

  History history() {
    return history;
  }

  /** Records events as one file of the journal. */
  void append(List<? extends Event> events) {
    flush();
    if (events.isEmpty()) {
      return;
    }
    journal.append(List.copyOf(events));
    events.forEach(history::append);
  }

  /**
   * Records a decision together with others: the history has it at once, for the next decision, the
   * journal by the next {@link #flush}, which must come before anybody acts on it.
   */
  void stage(Event.Decided decision) {
    history.append(decision);
    staged.add(decision);
    if (staged.size() == BATCH) {
      flush();
    }
  }

  /** Writes what was staged as one file of the journal. */
  void flush() {
    journal.append(List.copyOf(staged));
    staged.clear();
  }

  /** Brings the tables up to date if that was long ago. */
  void refreshTables() {
    long now = System.currentTimeMillis();
    if (now - refreshedAtMillis >= REFRESH_MILLIS) {
      tables.refresh(history);
      refreshedAtMillis = now;
    }
  }

  /** Writes the tables whole. */
  void completeTables() {
    tables.compact(history);
  }

  /** Writes the tables whole if one is missing; whether that was so. */
  boolean restoreTables() {
    if (tables.complete()) {
      return false;
    }
    completeTables();
    return true;
  }

  @Override
  public void close() {
    journal.close();
  }
}
