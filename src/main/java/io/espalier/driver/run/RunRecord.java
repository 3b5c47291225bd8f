package io.espalier.driver.run;

import io.espalier.driver.journal.Journal;
import io.espalier.driver.tables.TableWriter;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import java.util.ArrayList;
import java.util.List;

/**
 * A run's journal, its history and its tables, kept in step: an event is in the journal before
 * anybody acts on it; tables follow at leisure, at most every {@link #REFRESH_MILLIS}, written by a
 * thread of their own.
 */
final class RunRecord implements AutoCloseable {
  private static final long REFRESH_MILLIS = 30_000;

  private static final int BATCH = 1_000;

  private final Journal journal;
  private final History history;
  private final BackgroundTables tables;
  private final List<Event> staged = new ArrayList<>();
  private long stagedAtNanos;
  private long refreshedAtMillis = System.currentTimeMillis();

  RunRecord(Journal journal, TableWriter tables) {
    this.journal = journal;
    this.history = History.of(journal.events());
    this.tables = new BackgroundTables(tables);
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
   * Records an event together with others: the history has it at once, for the next decision, the
   * journal by the next {@link #flush}, which must come before anybody acts on it.
   */
  void stage(Event event) {
    history.append(event);
    if (staged.isEmpty()) {
      stagedAtNanos = System.nanoTime();
    }
    staged.add(event);
    if (staged.size() == BATCH) {
      flush();
    }
  }

  /** Milliseconds since the first event that the journal does not have; 0 if it has all. */
  long stagedMillis() {
    return staged.isEmpty() ? 0 : (System.nanoTime() - stagedAtNanos) / 1_000_000;
  }

  /** Whether the journal has everything. */
  boolean flushed() {
    return staged.isEmpty();
  }

  /** Writes what was staged as one file of the journal. */
  void flush() {
    journal.append(List.copyOf(staged));
    staged.clear();
  }

  /** Brings the tables up to date if that was long ago; they are written meanwhile. */
  void refreshTables() {
    long now = System.currentTimeMillis();
    if (now - refreshedAtMillis >= REFRESH_MILLIS && tables.idle()) {
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

  /** Writes what was staged first: it has happened, whatever ends the run. */
  @Override
  public void close() {
    try (journal;
        tables) {
      flush();
    }
  }
}
